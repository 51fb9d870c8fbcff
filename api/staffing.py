"""Staffing: who of the register coordinates, audits or administers, as an administrator gives and takes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from pydantic import Field
from sqlmodel import Session

from api.doors import Principal
from api.scopes import require_no_more
from api.services import Services
from api.strict import Strict
from domain.actors import Role
from models import api_keys, staff, staff_addresses
from models.scopes import OF_ROLE
from models.states import KeyRole

StaffRole = Literal["coordinator", "auditor", "admin"]


class RoleSaid(Strict):
    """One of the roles of staff."""

    role: StaffRole = Field(examples=["coordinator"])


@dataclass(frozen=True)
class StaffView:
    """Somebody of staff with their roles. `keys` are the ids of API keys that act for them and open something still:
    they are ended one by one. `same_address` are others of staff with the same address: none of them can sign in by a
    letter until each has one of their own.
    """

    person: str
    roles: tuple[Role, ...]
    keys: tuple[str, ...]
    same_address: tuple[str, ...] = ()


async def listed(services: Services) -> tuple[StaffView, ...]:
    """Everybody who has a role, by id."""

    def read(session: Session) -> tuple[StaffView, ...]:
        persons = dict.fromkeys(row.person_id for row in staff.listed(session))
        shared = staff_addresses.shared(session, services.vault)
        return tuple(replace(_view(services, session, one), same_address=shared.get(one, ())) for one in persons)

    return await services.database.read(read)


async def give(services: Services, asking: Principal, person: str, said: RoleSaid) -> StaffView:
    """Give a role; again changes nothing. Raises UnknownPerson, SubjectErased, AddressShared, and NotEntitled for a
    role of which the one who asks has not all scopes.
    """
    require_no_more(asking.scopes, OF_ROLE[KeyRole(said.role)], path="role")
    now = services.clock()

    def write(session: Session) -> StaffView:
        staff.give(session, services.vault, person, Role(said.role), by=asking.id, now=now)
        return _view(services, session, person)

    return await services.database.write(write)


async def take(services: Services, asking: Principal, person: str, said: RoleSaid) -> StaffView:
    """Take a role, and end every session of theirs; again changes nothing. Raises UnknownPerson, LastAdministrator."""
    now = services.clock()

    def write(session: Session) -> StaffView:
        staff.take(session, person, Role(said.role), by=asking.id, now=now)
        return _view(services, session, person)

    return await services.database.write(write)


def _view(services: Services, session: Session, person: str) -> StaffView:
    live = (row for row in api_keys.listed(session) if row.person_id == person and row.revoked_at is None)
    now = services.clock()
    keys = tuple(row.id for row in live if row.expires_at is None or row.expires_at > now)
    return StaffView(person, staff.roles_of(session, person), keys)
