"""Letters foreseen: which letters events would write and take back, to whom, when they leave, and why others stay.

The events are appended as they would be, in a transaction that is rolled back, and claimed as the dispatcher would. So
what is foreseen cannot be another thing than what happens.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from domain.actors import RULE
from domain.events import Event, EverybodyReminded
from domain.ledger.entries import GENESIS, Entry, Recorded, encode
from domain.letter import REMINDED, Voice
from models.append import STREAM, Proposal, append
from models.charters import charter_of
from models.foreseen_sending import Fate, Sender
from models.keys import KeyRing
from models.letter_cases import Case, Kept, cases
from models.paper import waits
from models.states import LetterState
from models.superseding import UNSENT
from models.tables import Actor, Initiative, Letter, Obligation, Organisation, Person, RegisterSeat
from models.vault import Vault


class Way(StrEnum):
    """How a letter reaches its reader."""

    MAIL = "mail"
    PAPER = "paper"  # printed and posted: the register has no address


@dataclass(frozen=True)
class ForeseenLetter:
    """A letter to an actor about an obligation (or what it tells of), with the step and voice of it.

    `person` is the reader's name, `organisation` that of the seat; None where there is none, or where it is not for
    whoever asks. `leaves_at` is the earliest instant, as one message with so many `others`; None for a letter that
    stays, `because` of what, and for one whose moment is too far away to be told. `letter` is the id that it has or
    would have, None where none is written; who would only join by it gets another one, as an actor, then.
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
    others: int
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


_Found = tuple[Case, Fate]


def foresee(session: Session, vault: Vault, keys: KeyRing, happening: Happening, *, names: bool = True) -> Mail:
    """The mail of what would happen; `session` is to be rolled back after. Raises HeadMoved."""
    return foresee_together(session, vault, keys, (happening,), names=names)[0]


def foresee_together(
    session: Session, vault: Vault, keys: KeyRing, happenings: Sequence[Happening], *, names: bool = True
) -> tuple[Mail, ...]:
    """The mail of each of several initiatives, of which at most the first may rest, if all of it happens at once: who
    gets letters of several gets them as one message. `session` is to be rolled back after. Raises HeadMoved.
    """
    before = [_ids(session, one) for one in happenings]
    leaving = [_leaving(session, one) for one in happenings]
    for one in happenings:
        _write(session, vault, one)
    session.expire_all()
    fresh = [_ids(session, one) - known for one, known in zip(happenings, before, strict=True)]
    first = happenings[0]
    fates = Sender(session, keys, first.initiative, first.rests_until).fates(set().union(*fresh, *leaving), first.now)
    show = _Shown(session, vault, names)
    of_each = zip(happenings, fresh, leaving, strict=True)
    return tuple(_mail(session, show, one, fates, new, left) for one, new, left in of_each)


def _mail(
    session: Session, show: _Shown, happening: Happening, fates: dict[str, Fate], fresh: set[str], leaving: set[str]
) -> Mail:
    """What would become of the `fresh` letters of one initiative, and of those that were `leaving` before."""
    written = cases(session, col(Letter.id).in_(fresh | leaving), kept=Kept.NOT)
    found = [(case, fates.get(case.letter.id, Fate())) for case in written]
    new = [(case, fate) for case, fate in found if case.letter.id in fresh]
    return Mail(
        goes=show((case, fate) for case, fate in new if fate.because is None),
        stays=show((*((case, fate) for case, fate in new if fate.because), *_spared(session, happening))),
        taken_back=show((case, fate) for case, fate in found if fate.because and case.letter.id in leaving),
    )


def _ids(session: Session, happening: Happening) -> set[str]:
    return set(session.exec(select(Letter.id).where(Letter.initiative_id == happening.initiative)).all())


def _leaving(session: Session, happening: Happening) -> set[str]:
    """The letters that have not left, and would leave as things stand."""
    if not happening.seq:
        return set()
    charter = charter_of(session, happening.initiative)
    unsent = cases(session, Letter.initiative_id == happening.initiative, UNSENT, kept=Kept.NOT)
    return {one.letter.id for one in unsent if waits(one.letter) or one.needless(session, charter) is None}


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


def _spared(session: Session, happening: Happening) -> Iterator[_Found]:
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
            yield Case(letter, initiative, owed, False, _reader(session, letter), False), Fate(because=why)


def _reader(session: Session, letter: Letter) -> Person | None:
    query = select(Person).join(Actor, col(Actor.person_id) == Person.id).where(Actor.id == letter.actor)
    return session.exec(query).first()


class _Shown:
    """Shows letters with the names that they need, of persons only if they are for whoever asks."""

    def __init__(self, session: Session, vault: Vault, names: bool) -> None:
        self._session, self._vault, self._names = session, vault, names

    def __call__(self, found: Iterable[_Found]) -> tuple[ForeseenLetter, ...]:
        shown = list(found)
        readers = [case.reader.name_ref for case, _ in shown if case.reader is not None and self._names]
        names = self._vault.reveal_many(self._session, readers)
        organisations = self._organisations({case.seat for case, _ in shown})
        return tuple(_view(*one, names, organisations) for one in shown)

    def _organisations(self, seats: Collection[str | None]) -> dict[str, str]:
        """The names of the organisations whose seats these are."""
        query = select(RegisterSeat.id, Organisation.name).join(
            Organisation, col(Organisation.id) == RegisterSeat.organisation_id
        )
        return dict(self._session.exec(query.where(col(RegisterSeat.id).in_([seat for seat in seats if seat]))).all())


def _view(case: Case, fate: Fate, names: dict[str, str], organisations: dict[str, str]) -> ForeseenLetter:
    letter = case.letter
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
        leaves_at=fate.leaves_at,
        others=fate.others,
        by=None if fate.because is not None else Way.PAPER if case.on_paper else Way.MAIL,
        because=fate.because,
    )
