"""Keeping the register: rows found, entered, changed for the state that somebody has seen, and removed; told in the
house in the same transaction. One way for the API and for pages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from sqlmodel import Session

from api.doors import Principal
from api.one_time import OneTime
from api.problems import NotFound
from api.registering import (
    MandateChanges,
    NewMandate,
    NewOrganisation,
    NewPerson,
    NewSeat,
    OrganisationChanges,
    PersonChanges,
    SeatChanges,
)
from api.services import Services
from api.strict import Strict
from domain.actors import Role
from models import amending, enrolment, house_register, register
from models.etags import require_seen
from models.register import AnyRow, PersonRecord
from models.removing import remove
from models.scopes import Scope
from models.tables import Mandate, Organisation, Person, RegisterSeat

Row = TypeVar("Row", Organisation, Person, RegisterSeat, Mandate)


async def found(services: Services, kind: str, row: str) -> AnyRow:
    """One row of the register. Raises NotFound."""

    def read(session: Session) -> AnyRow:
        one: AnyRow | None = session.get(register.TABLES[kind], row)
        if one is None:
            raise NotFound(f"the register has no such row among {kind}", path="row", remedy="list the register")
        return one

    return await services.database.read(read)


def seen_by(asking: Principal, record: PersonRecord) -> PersonRecord:
    """A person as the one who asks may see them: only who calls people needs their numbers."""
    return replace(record, phone=None) if asking.role is Role.AUDITOR else record


async def enter_organisation(
    services: Services, asking: Principal, new: NewOrganisation, key: str | None = None
) -> Organisation:
    """Enter an organisation, once for a key. Raises a Refusal for one that does not fit."""
    now = services.clock()

    def enter(session: Session) -> Organisation:
        row = enrolment.create_organisation(session, now=now, **new.model_dump())
        return house_register.entered(session, row, asking.id, now)

    return await _entered(services, asking, Organisation, new, key, enter)


async def enter_person(services: Services, asking: Principal, new: NewPerson, key: str | None = None) -> Person:
    """Enter a person, once for a key; name, address and phone number go to the vault. Raises a Refusal."""
    now = services.clock()

    def enter(session: Session) -> Person:
        return enrolment.create_person(session, services.vault, now=now, **new.model_dump())

    return await _entered(services, asking, Person, new, key, enter)


async def enter_seat(services: Services, asking: Principal, new: NewSeat, key: str | None = None) -> RegisterSeat:
    """Enter a seat, once for a key. Raises a Refusal for one that does not fit."""
    now = services.clock()

    def enter(session: Session) -> RegisterSeat:
        return house_register.entered(session, enrolment.create_seat(session, **new.model_dump()), asking.id, now)

    return await _entered(services, asking, RegisterSeat, new, key, enter)


async def enter_mandate(services: Services, asking: Principal, new: NewMandate, key: str | None = None) -> Mandate:
    """Enter a mandate, once for a key. Raises a Refusal for one that does not fit."""
    now = services.clock()

    def enter(session: Session) -> Mandate:
        return house_register.entered(session, enrolment.create_mandate(session, **new.model_dump()), asking.id, now)

    return await _entered(services, asking, Mandate, new, key, enter)


async def change_organisation(
    services: Services, asking: Principal, row: str, seen: tuple[str, ...], changes: OrganisationChanges
) -> Organisation:
    """Change an organisation: a new name, its closing, a company's will and readiness."""

    def change(session: Session, known: Organisation) -> list[str]:
        return amending.amend_organisation(session, known, changes.said(), services.clock())

    return await _changed(services, asking, Organisation, row, seen, change)


async def change_person(
    services: Services, asking: Principal, row: str, seen: tuple[str, ...], changes: PersonChanges
) -> Person:
    """Change a person; the address of somebody who may sign in is changed by administrators."""

    def change(session: Session, known: Person) -> list[str]:
        administers, now = Scope.ADMIN in asking.scopes, services.clock()
        return amending.amend_person(session, services.vault, known, changes.said(), now, administers=administers)

    return await _changed(services, asking, Person, row, seen, change)


async def change_seat(
    services: Services, asking: Principal, row: str, seen: tuple[str, ...], changes: SeatChanges
) -> RegisterSeat:
    """Change a seat's title, deputy or term."""

    def change(session: Session, known: RegisterSeat) -> list[str]:
        return amending.amend_seat(session, known, changes.said())

    return await _changed(services, asking, RegisterSeat, row, seen, change)


async def change_mandate(
    services: Services, asking: Principal, row: str, seen: tuple[str, ...], changes: MandateChanges
) -> Mandate:
    """Correct a mandate that no initiative stands on, or end one earlier."""

    def change(session: Session, known: Mandate) -> list[str]:
        return amending.amend_mandate(session, known, changes.said())

    return await _changed(services, asking, Mandate, row, seen, change)


async def remove_row(services: Services, asking: Principal, kind: str, row: str, seen: tuple[str, ...]) -> None:
    """Remove a row that nothing refers to, and a person's texts with it. Raises NotFound, Stale, InUse."""

    def work(session: Session) -> None:
        known = _seen(session, register.TABLES[kind], row, seen)
        remove(session, services.vault, known, services.clock())
        house_register.removed(session, known, asking.id, services.clock())

    await services.database.write(work)


async def _entered(
    services: Services,
    asking: Principal,
    table: type[Row],
    new: Strict,
    key: str | None,
    enter: Callable[[Session], Row],
) -> Row:
    """What `enter` enters; with a key that came before, what it entered then. Raises KeyReused, NotFound where that has
    been removed, and what `enter` raises.
    """

    def work(session: Session) -> Row:
        if key is None:
            return enter(session)
        form = OneTime.of(asking.id, key, f"register {table.__name__}", new)
        before = form.before(session, services.clock())
        row = session.get(table, before) if before else enter(session)
        if row is None:
            raise NotFound("what this form entered has been removed", path="row", remedy="list the register")
        form.done(session, row.id)
        return row

    return await services.database.write(work)


async def _changed(
    services: Services,
    asking: Principal,
    table: type[Row],
    row: str,
    seen: tuple[str, ...],
    change: Callable[[Session, Row], list[str]],
) -> Row:
    """Raises NotFound, Stale, and what the change raises."""

    def work(session: Session) -> Row:
        known = _seen(session, table, row, seen)
        differing = change(session, known)
        session.flush()
        house_register.changed(session, known, differing, asking.id, services.clock())
        return known

    return await services.database.write(work)


def _seen(session: Session, table: type[Row], row: str, seen: tuple[str, ...]) -> Row:
    """The row in the state that the sender has seen. Raises NotFound, Stale."""
    known = register.for_update(session, table, row)
    if known is None:
        raise NotFound("the register has no such row", path="row", remedy="list the register")
    require_seen(known, seen)
    return known
