"""The register: organisations, persons, seats and mandates. Names and addresses go to the vault and come from there."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Query, Response
from pydantic import EmailStr, Field
from sqlmodel import Session

from api.doors import Coordinator, Here, Reader
from api.problems import WRITING, NotFound, declared
from api.strict import Strict
from api.words import Day, Id, Name, PathId, Place, Reference, Scope, Where, Word
from domain.refusals import Malformed
from domain.seats import Sector
from models import enrolment, register
from models.register import PersonRecord
from models.tables import Mandate, Organisation, Person, RegisterSeat

router = APIRouter(prefix="/register", tags=["register"])
After = Annotated[str, Query(pattern=r"^[A-Za-z0-9._-]{0,64}$", description="the last id of the page before")]
Limit = Annotated[int, Query(ge=1, le=200)]
Words = Annotated[list[Word], Field(max_length=200)]
Scopes = Annotated[list[Scope], Field(max_length=200)]
Places = Annotated[list[Where], Field(max_length=200)]
Row = TypeVar("Row", Organisation, RegisterSeat, Mandate)


class NewOrganisation(Strict):
    """An organisation, or an informal group (which has no business id)."""

    name: Name = Field(examples=["Esimerkkikylän kyläyhdistys ry"])
    sector: Sector
    municipality: Place | None = Field(default=None, examples=["297"])
    business_id: str | None = Field(default=None, pattern=r"^[0-9]{7}-[0-9]$", examples=["1234567-1"])
    fields: Words = Field(default=[])


class NewPerson(Strict):
    """A person who holds seats; without an address letters are printed or read over the phone."""

    name: Name = Field(examples=["Kyläyhdistyksen edustaja"])
    address: EmailStr | None = Field(default=None, examples=["kyla@example.org"])
    language: Literal["fi", "sv", "en"] = "fi"


class NewSeat(Strict):
    """An organisation's standing seat, held for a term (both days included), with a personal deputy."""

    organisation_id: Id
    role_title: Name = Field(examples=["Kyläyhdistyksen edustaja"])
    holder_id: Id
    deputy_id: Id | None = None
    term_from: Day
    term_until: Day | None = None


class NewMandate(Strict):
    """Who allowed whom to do what, where and on which theme; `*` in a scope means all.

    A mandate is copied into the ledger of each initiative, where nothing can be erased: acts and themes are single
    words, and the reference names a meeting, never a person.
    """

    given_by: Id
    given_to: Id
    acts: Scopes = Field(default=["*"])
    places: Places
    themes: Scopes
    valid_from: Day
    valid_until: Day
    meeting_reference: Reference = Field(
        examples=["Järjestöneuvosto 3/2025, 12 §"],
        description="the minutes that gave it, by number or date; no names: it is copied into the ledger",
    )


@router.post("/organisations", status_code=201, responses=declared(*WRITING))
async def enter_organisation(here: Here, asking: Coordinator, new: NewOrganisation, response: Response) -> Organisation:
    """Enter an organisation."""
    row = await here.database.write(
        lambda session: enrolment.create_organisation(session, now=here.clock(), **new.model_dump())
    )
    return _located(response, "organisations", row)


@router.post("/persons", status_code=201, responses=declared(*WRITING))
async def enter_person(here: Here, asking: Coordinator, new: NewPerson, response: Response) -> PersonRecord:
    """Enter a person; name and address go to the vault."""

    def enter(session: Session) -> PersonRecord:
        row = enrolment.create_person(session, here.vault, now=here.clock(), **new.model_dump())
        return PersonRecord(row.id, row.language, new.name, new.address)

    record = await here.database.write(enter)
    response.headers["Location"] = f"/api/v1/register/persons/{record.id}"
    return record


@router.post("/seats", status_code=201, responses=declared(*WRITING))
async def enter_seat(here: Here, asking: Coordinator, new: NewSeat, response: Response) -> RegisterSeat:
    """Enter a seat."""
    row = await here.database.write(lambda session: enrolment.create_seat(session, **new.model_dump()))
    return _located(response, "seats", row)


@router.post("/mandates", status_code=201, responses=declared(*WRITING))
async def enter_mandate(here: Here, asking: Coordinator, new: NewMandate, response: Response) -> Mandate:
    """Enter a mandate."""
    row = await here.database.write(lambda session: enrolment.create_mandate(session, **new.model_dump()))
    return _located(response, "mandates", row)


@router.get("/organisations", responses=declared())
async def organisations(here: Here, asking: Reader, after: After = "", limit: Limit = 50) -> list[Organisation]:
    """Organisations by id."""
    return await here.database.read(lambda session: register.page(session, Organisation, after=after, limit=limit))


@router.get("/persons", responses=declared())
async def persons(here: Here, asking: Reader, after: After = "", limit: Limit = 50) -> list[PersonRecord]:
    """Persons by id, with the texts that are not erased."""

    def read(session: Session) -> list[PersonRecord]:
        return register.reveal_persons(session, here.vault, register.page(session, Person, after=after, limit=limit))

    return await here.database.read(read)


@router.get("/seats", responses=declared())
async def seats(here: Here, asking: Reader, after: After = "", limit: Limit = 50) -> list[RegisterSeat]:
    """Seats by id."""
    return await here.database.read(lambda session: register.page(session, RegisterSeat, after=after, limit=limit))


@router.get("/mandates", responses=declared())
async def mandates(here: Here, asking: Reader, after: After = "", limit: Limit = 50) -> list[Mandate]:
    """Mandates by id."""
    return await here.database.read(lambda session: register.page(session, Mandate, after=after, limit=limit))


@router.get("/{kind}/{row}", responses=declared())
async def one(
    here: Here, asking: Reader, kind: Literal["organisations", "persons", "seats", "mandates"], row: PathId
) -> Organisation | PersonRecord | RegisterSeat | Mandate:
    """One row of the register."""

    def read(session: Session) -> Any:
        if kind == "persons":
            return register.reveal_persons(session, here.vault, [register.person(session, row)])[0]
        find = {"organisations": register.organisation, "seats": register.seat, "mandates": register.mandate}[kind]
        return find(session, row)

    try:
        found: Organisation | PersonRecord | RegisterSeat | Mandate = await here.database.read(read)
    except Malformed as unknown:
        raise NotFound(unknown.reason, path="row", remedy="list the register") from None
    return found


def _located(response: Response, kind: str, row: Row) -> Row:
    response.headers["Location"] = f"/api/v1/register/{kind}/{row.id}"
    return row
