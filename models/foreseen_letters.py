"""Letters foreseen: which letters events would write and take back, to whom, when they leave, and why others stay.

The events are appended as they would be, in a transaction that is rolled back, and each letter is asked what is asked
of it when it is claimed. So what is foreseen cannot be another thing than what happens.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from domain.actors import RULE
from domain.charter import Charter
from domain.events import Event, EverybodyReminded
from domain.ledger.entries import GENESIS, Entry, Recorded, encode
from domain.letter import REMINDED, Voice
from models.append import STREAM, Proposal, append
from models.charters import charter_of
from models.letter_cases import Case, cases
from models.states import LetterState
from models.superseding import UNSENT
from models.tables import Actor, Initiative, Letter, Obligation, Organisation, Person, RegisterSeat
from models.vault import Vault

_ENDED = (LetterState.SUPPRESSED, LetterState.SUPERSEDED, LetterState.FAILED)


class Way(StrEnum):
    """How a letter reaches its reader."""

    MAIL = "mail"
    PAPER = "paper"  # printed and posted: the register has no address


@dataclass(frozen=True)
class ForeseenLetter:
    """A letter to an actor about an obligation (or what it tells of), with the step and voice of it.

    `person` is the reader's name, `organisation` that of the seat; None where there is none, or where it is not for
    whoever asks. `leaves_at` is the earliest instant, None for a letter that stays, `because` of what. `letter` is the
    id that it has or would have, None where none is written.
    """

    letter: str | None
    actor: str
    person: str | None
    seat: str | None
    organisation: str | None
    obligation: str
    duty: str
    step: str
    voice: Voice
    leaves_at: datetime | None
    by: Way | None
    because: str | None


@dataclass(frozen=True)
class Mail:
    """What would leave; what would be written, or have been, and stays; and what waits now and would not leave then."""

    goes: tuple[ForeseenLetter, ...]
    stays: tuple[ForeseenLetter, ...]
    taken_back: tuple[ForeseenLetter, ...]


@dataclass(frozen=True)
class Happening:
    """Events that would be written to an initiative after its entry `seq` (0: from the start), append by append, all at
    `now`; it would rest until `rests_until` then, if it would rest.
    """

    initiative: str
    seq: int
    appends: tuple[tuple[Event, ...], ...]
    now: datetime
    rests_until: datetime | None = None


class HeadMoved(Exception):
    """The ledger does not end where the events would be written: it has gone on."""


@dataclass(frozen=True)
class _Outlook:
    """What becomes of a letter: when it leaves, or because of what it stays."""

    case: Case
    leaves_at: datetime | None
    because: str | None


def foresee(session: Session, vault: Vault, happening: Happening, *, names: bool = True) -> Mail:
    """The mail of what would happen; `session` is to be rolled back after. Raises HeadMoved."""
    before, leaving = _ids(session, happening), _leaving(session, happening)
    _write(session, vault, happening)
    session.expire_all()
    fresh = _ids(session, happening) - before
    found = _outlook(session, happening, col(Letter.id).in_(fresh | leaving))
    new = [one for one in found if one.case.letter.id in fresh]
    show = _Shown(session, vault, names)
    return Mail(
        goes=show(one for one in new if one.because is None),
        stays=show((*(one for one in new if one.because is not None), *_spared(session, happening))),
        taken_back=show(one for one in found if one.case.letter.id in leaving and one.because is not None),
    )


def _ids(session: Session, happening: Happening) -> set[str]:
    return set(session.exec(select(Letter.id).where(Letter.initiative_id == happening.initiative)).all())


def _leaving(session: Session, happening: Happening) -> set[str]:
    """The letters that have not left, and would leave as things stand."""
    if not happening.seq:
        return set()
    own = Letter.initiative_id == happening.initiative
    return {one.case.letter.id for one in _outlook(session, happening, own, UNSENT) if one.because is None}


def _write(session: Session, vault: Vault, happening: Happening) -> None:
    """Append everything, as the runs of the initiative would. Raises HeadMoved."""
    row = session.get(Initiative, happening.initiative) if happening.seq else None
    seq, prev = (row.head_seq, row.head_hash) if row is not None else (0, GENESIS)
    if seq != happening.seq:
        raise HeadMoved(f"{happening.initiative} has gone on to entry {seq}")
    for events in happening.appends:
        entries = tuple(_entries(happening, seq, prev, events))
        if entries and append(session, vault, Proposal(happening.initiative, seq, entries)):
            raise HeadMoved(f"{happening.initiative} goes on right now")
        seq, prev = (entries[-1].seq, entries[-1].leaf_hash) if entries else (seq, prev)


def written_down(events: Iterable[Event], seq: int, now: datetime) -> Iterator[Recorded]:
    """The events as they would be recorded after entry `seq`, by nobody."""
    for number, event in enumerate(events, start=seq + 1):
        yield Recorded(number, now, RULE, None, event, None)


def _entries(happening: Happening, seq: int, prev: str, events: Iterable[Event]) -> Iterator[Entry]:
    for recorded in written_down(events, seq, happening.now):
        entry = encode(recorded, stream=STREAM + happening.initiative, prev=prev, model="", command_key=None)
        yield entry
        prev = entry.leaf_hash


def _outlook(session: Session, happening: Happening, *which: ColumnElement[bool] | bool) -> list[_Outlook]:
    found = cases(session, *which, keep=False)
    charter = charter_of(session, happening.initiative) if found else None
    return [_of_one(session, case, charter, happening) for case in found if charter is not None]


def _of_one(session: Session, case: Case, charter: Charter, happening: Happening) -> _Outlook:
    letter = case.letter
    because = letter.reason if letter.state in _ENDED else case.needless(session, charter)
    if because is not None and letter.state is not LetterState.HELD:  # that lies with whoever posts it
        return _Outlook(case, None, because)
    rest = happening.rests_until if case.rests else None
    return _Outlook(case, case.leaves_at(charter, max(happening.now, letter.due_at, rest or happening.now)), None)


def _spared(session: Session, happening: Happening) -> Iterator[_Outlook]:
    """Of whom nobody is reminded, when everybody is."""
    initiative = session.get_one(Initiative, happening.initiative)
    for event in (event for events in happening.appends for event in events):
        for about, why in event.spared.items() if isinstance(event, EverybodyReminded) else ():
            owed = session.get_one(Obligation, (initiative.id, about))
            letter = Letter(
                id="",
                initiative_id=initiative.id,
                obligation_id=about,
                actor=owed.owed_by or "",
                kind=owed.kind,
                step=REMINDED,
                due_at=happening.now,
                state=LetterState.SUPPRESSED,
            )
            yield _Outlook(Case(letter, initiative, owed, False, _reader(session, letter), False), None, why)


def _reader(session: Session, letter: Letter) -> Person | None:
    query = select(Person).join(Actor, col(Actor.person_id) == Person.id).where(Actor.id == letter.actor)
    return session.exec(query).first()


class _Shown:
    """Shows letters with the names that they need, of persons only if they are for whoever asks."""

    def __init__(self, session: Session, vault: Vault, names: bool) -> None:
        self._session, self._vault, self._names = session, vault, names

    def __call__(self, found: Iterable[_Outlook]) -> tuple[ForeseenLetter, ...]:
        shown = list(found)
        readers = [one.case.reader.name_ref for one in shown if one.case.reader is not None and self._names]
        names = self._vault.reveal_many(self._session, readers)
        organisations = self._organisations({one.case.seat for one in shown})
        return tuple(_view(one, names, organisations) for one in shown)

    def _organisations(self, seats: Collection[str | None]) -> dict[str, str]:
        """The names of the organisations whose seats these are."""
        query = select(RegisterSeat.id, Organisation.name).join(
            Organisation, col(Organisation.id) == RegisterSeat.organisation_id
        )
        return dict(self._session.exec(query.where(col(RegisterSeat.id).in_([seat for seat in seats if seat]))).all())


def _view(one: _Outlook, names: dict[str, str], organisations: dict[str, str]) -> ForeseenLetter:
    case, letter = one.case, one.case.letter
    return ForeseenLetter(
        letter=letter.id or None,
        actor=letter.actor,
        person=names.get(case.reader.name_ref) if case.reader is not None else None,
        seat=case.seat,
        organisation=organisations.get(case.seat or ""),
        obligation=letter.obligation_id,
        duty=letter.kind,
        step=letter.step,
        voice=case.voice,
        leaves_at=one.leaves_at,
        by=None if one.because is not None else Way.PAPER if case.on_paper else Way.MAIL,
        because=one.because,
    )
