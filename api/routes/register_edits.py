"""Edits of the register: changes and removals, each for the state that its sender has seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fastapi import APIRouter, Response
from sqlmodel import Session

from api.doors import Coordinator, Here, Principal
from api.preconditions import Seen
from api.problems import WRITING, NotFound, declared
from api.registering import Kind, MandateChanges, OrganisationChanges, PersonChanges, SeatChanges
from api.scopes import needs
from api.services import Services
from api.words import PathId
from models import amending, house_register, register
from models.etags import etag_of, require_seen
from models.register import PersonRecord
from models.removing import remove
from models.scopes import Scope
from models.tables import Mandate, Organisation, Person, RegisterSeat

router = APIRouter(prefix="/register", tags=["register"])
Row = TypeVar("Row", Organisation, Person, RegisterSeat, Mandate)
EDITING = declared(*WRITING, 412, 428)


@router.patch("/organisations/{row}", responses=EDITING)
@needs(Scope.REGISTER_WRITE)
async def change_organisation(
    here: Here, asking: Coordinator, row: PathId, seen: Seen, changes: OrganisationChanges, response: Response
) -> Organisation:
    """Change an organisation: a new name, its closing, a company's will and readiness."""

    def change(session: Session, found: Organisation) -> list[str]:
        return amending.amend_organisation(session, found, changes.said(), here.clock())

    return await _edited(here, asking, Organisation, row, seen, change, response)


@router.patch("/persons/{row}", responses=EDITING)
@needs(Scope.REGISTER_WRITE)
async def change_person(
    here: Here, asking: Coordinator, row: PathId, seen: Seen, changes: PersonChanges, response: Response
) -> PersonRecord:
    """Change a person; a new name, address or phone number is sealed into the vault, and the former one deleted. The
    address of somebody who may sign in is changed by administrators.
    """

    def change(session: Session, found: Person) -> list[str]:
        administers, said = Scope.ADMIN in asking.scopes, changes.said()
        return amending.amend_person(session, here.vault, found, said, here.clock(), administers=administers)

    edited = await _edited(here, asking, Person, row, seen, change, response)
    return await here.database.read(lambda session: register.reveal_persons(session, here.vault, [edited])[0])


@router.patch("/seats/{row}", responses=EDITING)
@needs(Scope.REGISTER_WRITE)
async def change_seat(
    here: Here, asking: Coordinator, row: PathId, seen: Seen, changes: SeatChanges, response: Response
) -> RegisterSeat:
    """Change a seat's title, deputy or term. Initiatives that took it in go on with the deputy they were given."""

    def change(session: Session, found: RegisterSeat) -> list[str]:
        return amending.amend_seat(session, found, changes.said())

    return await _edited(here, asking, RegisterSeat, row, seen, change, response)


@router.patch("/mandates/{row}", responses=EDITING)
@needs(Scope.REGISTER_WRITE)
async def change_mandate(
    here: Here, asking: Coordinator, row: PathId, seen: Seen, changes: MandateChanges, response: Response
) -> Mandate:
    """Correct a mandate that no initiative stands on, or end one earlier."""

    def change(session: Session, found: Mandate) -> list[str]:
        return amending.amend_mandate(session, found, changes.said())

    return await _edited(here, asking, Mandate, row, seen, change, response)


@router.delete("/{kind}/{row}", status_code=204, responses=declared(409, 412, 428))
@needs(Scope.REGISTER_WRITE)
async def remove_row(here: Here, asking: Coordinator, kind: Kind, row: PathId, seen: Seen) -> None:
    """Remove a row that nothing refers to, and a person's name, address and phone number with it."""

    def work(session: Session) -> None:
        found = _seen(session, register.TABLES[kind], row, seen)
        remove(session, here.vault, found, here.clock())
        house_register.removed(session, found, asking.id, here.clock())

    await here.database.write(work)


async def _edited(
    here: Services,
    asking: Principal,
    table: type[Row],
    row: str,
    seen: tuple[str, ...],
    change: Callable[[Session, Row], list[str]],
    response: Response,
) -> Row:
    def work(session: Session) -> Row:
        found = _seen(session, table, row, seen)
        differing = change(session, found)
        session.flush()
        house_register.changed(session, found, differing, asking.id, here.clock())
        return found

    edited = await here.database.write(work)
    response.headers["ETag"] = etag_of(edited)
    return edited


def _seen(session: Session, table: type[Row], row: str, seen: tuple[str, ...]) -> Row:
    """The row in the state that the sender has seen. Raises NotFound, Stale."""
    found = register.for_update(session, table, row)
    if found is None:
        raise NotFound("the register has no such row", path="row", remedy="list the register")
    require_seen(found, seen)
    return found
