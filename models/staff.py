"""Staff at rest: which roles people have, given and taken with an entry of the house for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from domain.actors import Role
from domain.house import RoleGiven, RoleTaken
from domain.refusals import Refusal
from domain.staff.roles import require_staff
from models import house, sign_in_links, staff_addresses, staff_sessions
from models.dialects import insert_unless_there
from models.erasing import require_kept
from models.register import person as registered
from models.tables import StaffRole
from models.vault import Vault


class LastAdministrator(Refusal):
    """Without this one nobody could give roles any more."""

    title = "Somebody must be able to administer"


def roles_of(session: Session, person: str) -> tuple[Role, ...]:
    """The roles that a person has now, in order of their words."""
    query = select(StaffRole).where(StaffRole.person_id == person).order_by(col(StaffRole.role))
    return tuple(row.role for row in session.exec(query))


def listed(session: Session) -> Sequence[StaffRole]:
    """Who has which role, by person and role."""
    return session.exec(select(StaffRole).order_by(col(StaffRole.person_id), col(StaffRole.role))).all()


def has_administrator(session: Session) -> bool:
    """Whether anybody can sign in and administer."""
    return session.exec(select(StaffRole.person_id).where(StaffRole.role == Role.ADMIN).limit(1)).first() is not None


def give(session: Session, vault: Vault, person: str, role: Role, *, by: str, now: datetime) -> bool:
    """Give a person of the register a role, in the name of a principal or `operator`; true if they had not had it.
    Raises UnknownPerson, SubjectErased, AddressShared, and Malformed for what is no role of staff.
    """
    require_staff(role)
    require_kept(session, person, for_good=True)
    staff_addresses.take_turns(session)
    if not insert_unless_there(session, StaffRole, person_id=person, role=role, given_by=by, given_at=now):
        return False
    staff_addresses.require_own(session, vault, [person])
    told = RoleGiven(person=house.actor_of(session, person), role=role)
    house.record(session, [told], actor=house.actor_for(session, by), now=now)
    return True


def take(session: Session, person: str, role: Role, *, by: str, now: datetime) -> bool:
    """Take a role; true if they had it. All sessions of theirs and all links to one end with it. Raises UnknownPerson,
    and LastAdministrator.
    """
    registered(session, person, path="person")
    staff_addresses.take_turns(session)
    row = session.get(StaffRole, (person, role))
    if row is None:
        return False
    others = select(StaffRole.person_id).where(StaffRole.role == Role.ADMIN, col(StaffRole.person_id) != person)
    if role is Role.ADMIN and session.exec(others.limit(1)).first() is None:
        raise LastAdministrator("nobody else is an administrator", path="role", remedy="give another person the role")
    session.delete(row)
    session.flush()
    _shut(session, person, now)
    told = RoleTaken(person=house.actor_of(session, person), role=role)
    house.record(session, [told], actor=house.actor_for(session, by), now=now)
    return True


def _shut(session: Session, person: str, now: datetime) -> None:
    sign_in_links.revoke(session, person)
    staff_sessions.end_all(session, person, now)  # last, as that is recorded, for which all others then wait
