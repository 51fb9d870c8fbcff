"""Retention: what has been kept for as long as its controller chose goes by itself.

It goes piece by piece, in one order and each in a transaction of its own, so that nobody who writes waits long for it
and none waits for the other for ever. What a pass did not come to goes with the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from domain.actors import RULE
from domain.house import STREAM, RetentionApplied
from models import house
from models.dialects import one_at_a_time
from models.enrolment import subject_of
from models.erasing import complete, erase, held_open
from models.holds import held_of, holds, letting_go, texts_in
from models.idle_people import idle_since
from models.tables import ErasedPerson, Initiative, LedgerEntry, Person, PhoneCall, PrivateValue, SubjectKey
from models.vault import Vault

DAILY = timedelta(hours=20)
_LOCK = 7_426_551_913  # of two who have applied it at once, one tells it


@dataclass(frozen=True)
class Periods:
    """How long things are kept, in days; None: until somebody asks. `people` counts from the end of their last
    initiative, seat and role, `notes` of calls from the call, `texts` that people wrote from the end of the initiative.
    """

    people: int | None = None
    notes: int | None = None
    texts: int | None = None

    @property
    def chosen(self) -> bool:
        """Whether any has been chosen."""
        return any(days is not None for days in asdict(self).values())


@dataclass(frozen=True)
class Gone:
    """How many people, notes of calls and texts of ended initiatives went, and how many erasures came to their end that
    a hold had kept open.
    """

    people: int = 0
    notes: int = 0
    texts: int = 0
    completed: int = 0

    def __add__(self, other: Gone) -> Gone:
        return Gone(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))


class What(StrEnum):
    """What may go, in the order in which it does."""

    HELD = "held"  # of somebody who was erased, as a hold has ended
    PERSON = "person"
    NOTE = "note"  # of a call
    TEXTS = "texts"  # of one person in one initiative


@dataclass(frozen=True)
class Piece:
    """What goes at once: of this person, or this call; of a person in this `initiative`."""

    what: What
    of: str
    initiative: str = ""


def due(session: Session, periods: Periods, now: datetime) -> list[Piece]:
    """What was kept long enough, in the order in which it goes. Nothing is locked: each piece is looked at again."""

    def before(days: int) -> datetime:
        return now - timedelta(days=days)

    pieces = [Piece(What.HELD, person) for person in held_open(session)]
    if periods.people is not None:
        pieces += [Piece(What.PERSON, person) for person in idle_since(session, before(periods.people), now)]
    if periods.notes is not None:
        pieces += [Piece(What.NOTE, call) for call in _calls(session, before(periods.notes))]
    if periods.texts is not None:
        pieces += [Piece(What.TEXTS, *whose) for whose in _written(session, before(periods.texts))]
    return pieces


def let_go(session: Session, vault: Vault, piece: Piece, periods: Periods, now: datetime) -> Gone:
    """Let go of one piece, if that is still to go. May be repeated; a hold keeps what it holds."""
    letting_go(session)
    match piece.what:
        case What.HELD:
            return Gone(completed=complete(session, vault, piece.of, now))
        case What.PERSON if periods.people is not None:
            return Gone(people=_person(session, vault, piece.of, now - timedelta(days=periods.people), now))
        case What.NOTE:
            return Gone(notes=_note(session, vault, piece.of, now))
        case What.TEXTS:
            return Gone(texts=_texts(session, vault, piece.of, piece.initiative, now))
    return Gone()


def tell(session: Session, periods: Periods, gone: Gone, now: datetime) -> None:
    """Tell the house what went; once, if two have applied it at once and nothing was left for this one."""
    one_at_a_time(session, _LOCK)
    if gone != Gone() or is_due(session, periods, now):
        house.record(session, [RetentionApplied(**asdict(gone))], actor=RULE, now=now)


def apply(session: Session, vault: Vault, periods: Periods, now: datetime) -> Gone:
    """Let go of all of it in one transaction, and tell the house: to see beforehand what would go."""
    gone = sum((let_go(session, vault, piece, periods, now) for piece in due(session, periods, now)), Gone())
    tell(session, periods, gone, now)
    return gone


def is_due(session: Session, periods: Periods, now: datetime) -> bool:
    """Whether it is time to apply it: once a day, where anything may come of it."""
    kinds = select(LedgerEntry.time).where(LedgerEntry.stream == STREAM, LedgerEntry.type == RetentionApplied.KIND)
    last = session.exec(kinds.order_by(col(LedgerEntry.seq).desc()).limit(1)).first()
    if last is not None and now - last < DAILY:
        return False
    waits = select(ErasedPerson.id).where(col(ErasedPerson.completed_at).is_(None)).limit(1)
    return periods.chosen or session.exec(waits).first() is not None


def _person(session: Session, vault: Vault, person: str, until: datetime, now: datetime) -> int:
    session.get(Person, person, with_for_update=True)  # what begins meanwhile waits, or is seen now
    if not idle_since(session, until, now, person=person):
        return 0
    erase(session, vault, person, now, by=RULE, by_term=True)
    return 1


def _calls(session: Session, until: datetime) -> list[str]:
    old = (col(PhoneCall.note_ref).is_not(None), col(PhoneCall.called_at) <= until)
    return list(session.exec(select(PhoneCall.id).where(*old).order_by(col(PhoneCall.id))))


def _note(session: Session, vault: Vault, call: str, now: datetime) -> int:
    row = session.get(PhoneCall, call, with_for_update=True)
    if row is None or row.note_ref is None or _held(session, [row.note_ref], now):
        return 0
    gone = vault.drop(session, [row.note_ref])
    row.note_ref = None
    return gone


def _written(session: Session, until: datetime) -> list[tuple[str, str]]:
    """The people who wrote in initiatives that ended by then, each with the initiative; what was written together
    stays.
    """
    ended = select(Initiative.id).where(col(Initiative.ended_at) <= until).order_by(col(Initiative.id))
    found = list[tuple[str, str]]()
    for initiative in session.exec(ended).all():
        subjects = select(PrivateValue.subject_id).where(
            col(PrivateValue.commitment).in_(texts_in(session, [initiative])),
            col(PrivateValue.subject_id).startswith(subject_of("")),
        )
        theirs = session.exec(subjects.distinct().order_by(col(PrivateValue.subject_id)))
        found += [(subject.removeprefix(subject_of("")), initiative) for subject in theirs]
    return found


def _texts(session: Session, vault: Vault, person: str, initiative: str, now: datetime) -> int:
    """Let go of what one person wrote in an initiative. Their key is locked first, as an erasure does."""
    session.get(SubjectKey, subject_of(person), with_for_update=True)
    query = select(PrivateValue.commitment).where(
        col(PrivateValue.commitment).in_(texts_in(session, [initiative])),
        PrivateValue.subject_id == subject_of(person),
    )
    refs = set(session.exec(query))
    return vault.drop(session, refs - _held(session, refs, now))


def _held(session: Session, refs: Iterable[str], now: datetime) -> set[str]:
    """Those of these texts that a hold keeps."""
    if not holds(session, now):
        return set()
    query = select(PrivateValue.subject_id).where(col(PrivateValue.commitment).in_(list(refs))).distinct()
    people = [subject.removeprefix(subject_of("")) for subject in session.exec(query) if subject.startswith("person:")]
    return {ref for person in people for held in held_of(session, person, now).values() for ref in held}
