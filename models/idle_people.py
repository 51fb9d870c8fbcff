"""People of whom nothing goes on any more: no seat, initiative, key or role, for as long as their controller chose."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, exists, or_, select

from domain.house import STREAM, HouseEvent, RoleTaken
from domain.ledger.entries import decode
from models.holds import held_of, today
from models.states import InitiativeStatus
from models.tables import (
    Actor,
    ApiKey,
    HouseActor,
    Initiative,
    LedgerEntry,
    Person,
    PrivateValue,
    RegisterSeat,
    StaffRole,
    SubjectKey,
)


def idle_since(session: Session, until: datetime, now: datetime, *, person: str | None = None) -> list[str]:
    """People of whom nothing goes on, and nothing has since that instant, in order of their ids; whether this one
    `person` is such, if one is given. Those with something held are left.
    """
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
    if person is not None:
        idle = idle.where(Person.id == person)
    found = session.exec(idle.order_by(col(Person.id)))
    return [one for one in found if not held_of(session, one, now)]


def _left_the_staff(session: Session, until: datetime) -> set[str]:
    """Whose role was taken since that instant, as the house tells."""
    told = (LedgerEntry.stream == STREAM, LedgerEntry.type == RoleTaken.KIND, LedgerEntry.time > until)
    entries = [decode(text, HouseEvent).event for text in session.exec(select(LedgerEntry.bytes_text).where(*told))]
    actors = {event.person for event in entries if isinstance(event, RoleTaken)}
    return set(session.exec(select(HouseActor.person_id).where(col(HouseActor.id).in_(actors))))
