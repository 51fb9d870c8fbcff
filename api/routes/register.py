"""The register: organisations, persons, seats and mandates. Names, addresses and phone numbers go to the vault and come
from there.
"""

from __future__ import annotations

from typing import Annotated, TypeVar

from fastapi import APIRouter, Query, Response
from sqlmodel import Session

from api import register_keeping as keeping
from api.doors import Coordinator, Here, Reader
from api.problems import WRITING, declared
from api.registering import Kind, NewMandate, NewOrganisation, NewPerson, NewSeat
from api.scopes import needs
from api.words import PathId
from models import register
from models.etags import etag_of
from models.register import PersonRecord
from models.scopes import Scope
from models.tables import Mandate, Organisation, Person, RegisterSeat

router = APIRouter(prefix="/register", tags=["register"])
After = Annotated[str, Query(pattern=r"^[A-Za-z0-9._-]{0,64}$", description="the last id of the page before")]
Limit = Annotated[int, Query(ge=1, le=200)]
Row = TypeVar("Row", Organisation, Person, RegisterSeat, Mandate)


@router.post("/organisations", status_code=201, responses=declared(*WRITING))
@needs(Scope.REGISTER_WRITE)
async def enter_organisation(here: Here, asking: Coordinator, new: NewOrganisation, response: Response) -> Organisation:
    """Enter an organisation."""
    return _located(response, "organisations", await keeping.enter_organisation(here, asking, new))


@router.post("/persons", status_code=201, responses=declared(*WRITING))
@needs(Scope.REGISTER_WRITE)
async def enter_person(here: Here, asking: Coordinator, new: NewPerson, response: Response) -> PersonRecord:
    """Enter a person; name, address and phone number go to the vault."""
    row = _located(response, "persons", await keeping.enter_person(here, asking, new))
    return PersonRecord.of(row, new.name, new.address, new.phone)


@router.post("/seats", status_code=201, responses=declared(*WRITING))
@needs(Scope.REGISTER_WRITE)
async def enter_seat(here: Here, asking: Coordinator, new: NewSeat, response: Response) -> RegisterSeat:
    """Enter a seat."""
    return _located(response, "seats", await keeping.enter_seat(here, asking, new))


@router.post("/mandates", status_code=201, responses=declared(*WRITING))
@needs(Scope.REGISTER_WRITE)
async def enter_mandate(here: Here, asking: Coordinator, new: NewMandate, response: Response) -> Mandate:
    """Enter a mandate."""
    return _located(response, "mandates", await keeping.enter_mandate(here, asking, new))


@router.get("/organisations", responses=declared())
@needs(Scope.REGISTER_READ)
async def organisations(here: Here, asking: Reader, after: After = "", limit: Limit = 50) -> list[Organisation]:
    """Organisations by id."""
    return await here.database.read(lambda session: register.page(session, Organisation, after=after, limit=limit))


@router.get("/persons", responses=declared())
@needs(Scope.REGISTER_READ)
async def persons(here: Here, asking: Reader, after: After = "", limit: Limit = 50) -> list[PersonRecord]:
    """Persons by id, with the texts that are not erased. Phone numbers are not shown to auditors."""

    def read(session: Session) -> list[PersonRecord]:
        found = register.page(session, Person, after=after, limit=limit)
        return [keeping.seen_by(asking, record) for record in register.reveal_persons(session, here.vault, found)]

    return await here.database.read(read)


@router.get("/seats", responses=declared())
@needs(Scope.REGISTER_READ)
async def seats(here: Here, asking: Reader, after: After = "", limit: Limit = 50) -> list[RegisterSeat]:
    """Seats by id."""
    return await here.database.read(lambda session: register.page(session, RegisterSeat, after=after, limit=limit))


@router.get("/mandates", responses=declared())
@needs(Scope.REGISTER_READ)
async def mandates(here: Here, asking: Reader, after: After = "", limit: Limit = 50) -> list[Mandate]:
    """Mandates by id."""
    return await here.database.read(lambda session: register.page(session, Mandate, after=after, limit=limit))


@router.get("/{kind}/{row}", responses=declared())
@needs(Scope.REGISTER_READ)
async def one(
    here: Here, asking: Reader, kind: Kind, row: PathId, response: Response
) -> Organisation | PersonRecord | RegisterSeat | Mandate:
    """One row of the register, with the ETag that an edit of it asks for."""

    found = await keeping.found(here, kind, row)
    response.headers["ETag"] = etag_of(found)
    if not isinstance(found, Person):
        return found
    record = await here.database.read(lambda session: register.reveal_persons(session, here.vault, [found])[0])
    return keeping.seen_by(asking, record)


def _located(response: Response, kind: str, row: Row) -> Row:
    response.headers["Location"] = f"/api/v1/register/{kind}/{row.id}"
    response.headers["ETag"] = etag_of(row)
    return row
