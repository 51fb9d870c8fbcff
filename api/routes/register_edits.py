"""Edits of the register: changes and removals, each for the state that its sender has seen."""

from __future__ import annotations

from typing import TypeVar

from fastapi import APIRouter, Response

from api import register_keeping as keeping
from api.doors import Coordinator, Here
from api.preconditions import Seen
from api.problems import WRITING, declared
from api.registering import Kind, MandateChanges, OrganisationChanges, PersonChanges, SeatChanges
from api.scopes import needs
from api.words import PathId
from models import register
from models.etags import etag_of
from models.register import PersonRecord
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
    return _tagged(response, await keeping.change_organisation(here, asking, row, seen, changes))


@router.patch("/persons/{row}", responses=EDITING)
@needs(Scope.REGISTER_WRITE)
async def change_person(
    here: Here, asking: Coordinator, row: PathId, seen: Seen, changes: PersonChanges, response: Response
) -> PersonRecord:
    """Change a person; a new name, address or phone number is sealed into the vault, and the former one deleted. The
    address of somebody who may sign in is changed by administrators.
    """
    edited = _tagged(response, await keeping.change_person(here, asking, row, seen, changes))
    return await here.database.read(lambda session: register.reveal_persons(session, here.vault, [edited])[0])


@router.patch("/seats/{row}", responses=EDITING)
@needs(Scope.REGISTER_WRITE)
async def change_seat(
    here: Here, asking: Coordinator, row: PathId, seen: Seen, changes: SeatChanges, response: Response
) -> RegisterSeat:
    """Change a seat's title, deputy or term. Initiatives that took it in go on with the deputy they were given."""
    return _tagged(response, await keeping.change_seat(here, asking, row, seen, changes))


@router.patch("/mandates/{row}", responses=EDITING)
@needs(Scope.REGISTER_WRITE)
async def change_mandate(
    here: Here, asking: Coordinator, row: PathId, seen: Seen, changes: MandateChanges, response: Response
) -> Mandate:
    """Correct a mandate that no initiative stands on, or end one earlier."""
    return _tagged(response, await keeping.change_mandate(here, asking, row, seen, changes))


@router.delete("/{kind}/{row}", status_code=204, responses=declared(409, 412, 428))
@needs(Scope.REGISTER_WRITE)
async def remove_row(here: Here, asking: Coordinator, kind: Kind, row: PathId, seen: Seen) -> None:
    """Remove a row that nothing refers to, and a person's name, address and phone number with it."""
    await keeping.remove_row(here, asking, kind, row, seen)


def _tagged(response: Response, row: Row) -> Row:
    response.headers["ETag"] = etag_of(row)
    return row
