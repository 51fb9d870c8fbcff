"""Retention: what has been kept for as long as its controller chose goes by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, exists, or_, select

from domain.actors import RULE
from domain.house import STREAM, HouseEvent, RetentionApplied, RoleTaken
from domain.ledger.entries import decode
from models import house
from models.dialects import one_at_a_time
from models.enrolment import subject_of
from models.erasing import complete_held, erase
from models.holds import held_of, holds, texts_in, today
from models.states import InitiativeStatus
from models.tables import (
    Actor,
    ApiKey,
    ErasedPerson,
    HouseActor,
    Initiative,
    LedgerEntry,
    Person,
    PhoneCall,
    PrivateValue,
    RegisterSeat,
    StaffRole,
    SubjectKey,
)
from models.vault import Vault

DAILY = timedelta(hours=20)
_LOCK = 7_426_551_913  # of two that apply it at once the second finds nothing to do
_MOST = 200  # people in one transaction: what is left goes with the next


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


def apply(session: Session, vault: Vault, periods: Periods, now: datetime) -> Gone:
    """Let go of what was kept long enough, and tell the house. May be repeated; a hold keeps what it holds."""
    one_at_a_time(session, _LOCK)
    completed = complete_held(session, vault, now)
    people = [] if periods.people is None else _people(session, now - timedelta(days=periods.people), now)
    for person in people:
        erase(session, vault, person, now, by=RULE, by_term=True)
    gone = Gone(
        people=len(people),
        notes=0 if periods.notes is None else _notes(session, vault, now - timedelta(days=periods.notes), now),
        texts=0 if periods.texts is None else _texts(session, vault, now - timedelta(days=periods.texts), now),
        completed=completed,
    )
    house.record(session, [RetentionApplied(**asdict(gone))], actor=RULE, now=now)
    return gone


def is_due(session: Session, periods: Periods, now: datetime) -> bool:
    """Whether it is time to apply it: once a day, where anything may come of it."""
    kinds = select(LedgerEntry.time).where(LedgerEntry.stream == STREAM, LedgerEntry.type == RetentionApplied.KIND)
    last = session.exec(kinds.order_by(col(LedgerEntry.seq).desc()).limit(1)).first()
    if last is not None and now - last < DAILY:
        return False
    waits = select(ErasedPerson.id).where(col(ErasedPerson.completed_at).is_(None)).limit(1)
    return periods.chosen or session.exec(waits).first() is not None


def _people(session: Session, until: datetime, now: datetime) -> list[str]:
    """People of whom nothing goes on, and nothing has since that instant; those with something held are left."""
    seat, key = RegisterSeat, ApiKey
    seated = exists().where(
        or_(col(seat.holder_id) == Person.id, col(seat.deputy_id) == Person.id),
        or_(col(seat.term_until).is_(None), col(seat.term_until) >= today(until)),
    )
    acting = exists().where(
        col(Actor.person_id) == Person.id,
        col(Actor.initiative_id) == Initiative.id,
        or_(col(Initiative.status) != InitiativeStatus.ENDED, col(Initiative.ended_at) > until),
    )
    keyed = exists().where(
        col(key.person_id) == Person.id,
        or_(col(key.revoked_at).is_(None), col(key.revoked_at) > until),
        or_(col(key.expires_at).is_(None), col(key.expires_at) > until),
    )
    of_staff = or_(
        exists().where(col(StaffRole.person_id) == Person.id), col(Person.id).in_(_left_the_staff(session, until))
    )
    entered = exists().where(col(PrivateValue.commitment) == Person.name_ref, col(PrivateValue.created_at) > until)
    gone = exists().where(
        col(SubjectKey.subject_id) == "person:" + col(Person.id), col(SubjectKey.erased_at).is_not(None)
    )
    idle = select(Person.id).where(~seated, ~acting, ~keyed, ~of_staff, ~entered, ~gone)
    found = session.exec(idle.order_by(col(Person.id)).limit(_MOST))
    return [person for person in found if not held_of(session, person, now)]


def _left_the_staff(session: Session, until: datetime) -> set[str]:
    """Whose role was taken since that instant, as the house tells."""
    told = (LedgerEntry.stream == STREAM, LedgerEntry.type == RoleTaken.KIND, LedgerEntry.time > until)
    entries = [decode(text, HouseEvent).event for text in session.exec(select(LedgerEntry.bytes_text).where(*told))]
    actors = {event.person for event in entries if isinstance(event, RoleTaken)}
    return set(session.exec(select(HouseActor.person_id).where(col(HouseActor.id).in_(actors))))


def _notes(session: Session, vault: Vault, until: datetime, now: datetime) -> int:
    old = (col(PhoneCall.note_ref).is_not(None), col(PhoneCall.called_at) <= until)
    rows = session.exec(select(PhoneCall).where(*old).with_for_update()).all()
    held = _held(session, [row.note_ref for row in rows if row.note_ref], now)
    free = [row for row in rows if row.note_ref not in held]
    gone = vault.drop(session, [row.note_ref for row in free if row.note_ref])
    for row in free:
        row.note_ref = None
    return gone


def _texts(session: Session, vault: Vault, until: datetime, now: datetime) -> int:
    """What people wrote in initiatives that ended by then; what was written together stays."""
    ended = select(Initiative.id).where(col(Initiative.ended_at) <= until).order_by(col(Initiative.id))
    count = 0
    for initiative in session.exec(ended).all():
        theirs = select(PrivateValue.commitment).where(
            col(PrivateValue.commitment).in_(texts_in(session, [initiative])),
            col(PrivateValue.subject_id).like("person:%"),
        )
        refs = list(session.exec(theirs))
        count += vault.drop(session, set(refs) - _held(session, refs, now))
    return count


def _held(session: Session, refs: Iterable[str], now: datetime) -> set[str]:
    """Those of these texts that a hold keeps."""
    if not holds(session, now):
        return set()
    query = select(PrivateValue.subject_id).where(col(PrivateValue.commitment).in_(list(refs))).distinct()
    people = [subject.removeprefix(subject_of("")) for subject in session.exec(query) if subject.startswith("person:")]
    return {ref for person in people for held in held_of(session, person, now).values() for ref in held}
