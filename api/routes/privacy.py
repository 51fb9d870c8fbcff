"""Rights of people: to be forgotten, to get all that is known of them, to have it kept only; and what the law holds."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from api import privacy
from api.doors import Admin, Here, Overseer
from api.problems import WRITING, declared
from api.scopes import needs
from api.strict import Strict
from api.words import Day, Id, PathId, Text
from letters.person_pages import export_page, receipt_page
from models.erasure_receipts import Erasure
from models.holds import HoldTold, NewHold
from models.person_exports import PersonExport
from models.scopes import Scope

router = APIRouter(tags=["privacy"])
PERSON = "/register/persons/{person}"
Language = Annotated[Literal["fi", "sv", "en"], Query(description="of the page")]
VaultField = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]{0,63}$", examples=["person.name"])]
_PAGE: dict[int | str, dict[str, object]] = {
    200: {"content": {"text/html": {}}, "description": "a file for a browser, to read, print or send"}
}
_FILE = {
    "Cache-Control": "no-store",
    "Content-Disposition": "attachment",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}


class SetHold(Strict):
    """What the law keeps from an erasure: texts of a person (all, or these `fields` of the vault), or whatever the
    ledger of an initiative refers to, or of both what is in both. `ends_on` is the last day of it.
    """

    reason: Annotated[Text, Field(examples=["Rahoittaja voi tarkastaa hankkeen."])]
    basis: Annotated[Text, Field(examples=["Hankesopimus, 12 §"])]
    ends_on: Day = Field(examples=["2031-12-31"])
    person: Id | None = None
    initiative: Id | None = Field(default=None, examples=["i0123456789abcdef"])
    fields: Annotated[list[VaultField], Field(max_length=20)] = Field(default=[])


class RestrictionView(Strict):
    """Since when what is known of somebody is kept only; None once it is used again."""

    restricted_at: datetime | None


@router.post(f"{PERSON}/erase", responses=declared(*WRITING))
@needs(Scope.ADMIN)
async def erase(here: Here, asking: Admin, person: PathId) -> Erasure:
    """Erase a person for ever: name, address, phone number, all they wrote, their links and keys. The answer is the
    receipt, with what the law holds back and until when. A second time takes what came since.
    """
    return await privacy.erase(here, asking, person)


@router.get(f"{PERSON}/erasure", responses=declared())
@needs(Scope.ADMIN)
async def receipt(here: Here, asking: Admin, person: PathId) -> Erasure:
    """The receipt of an erasure."""
    return await privacy.receipt(here, person)


@router.get(f"{PERSON}/erasure/page", response_class=Response, responses=declared() | _PAGE)
@needs(Scope.ADMIN)
async def receipt_to_print(here: Here, asking: Admin, person: PathId, language: Language = "fi") -> Response:
    """The receipt of an erasure as a page, for whoever asked for it."""
    return _file(receipt_page(await privacy.receipt(here, person), language))


@router.get(f"{PERSON}/export", responses=declared())
@needs(Scope.ADMIN)
async def export(here: Here, asking: Admin, person: PathId) -> PersonExport:
    """All that is known of a person, in all initiatives, with what they said. The ledger tells that it was read."""
    return await privacy.export(here, asking, person)


@router.get(f"{PERSON}/export/page", response_class=Response, responses=declared() | _PAGE)
@needs(Scope.ADMIN)
async def export_to_print(here: Here, asking: Admin, person: PathId, language: Language = "fi") -> Response:
    """The same as a page for people."""
    return _file(export_page(await privacy.export(here, asking, person), language))


@router.post(f"{PERSON}/restrict", responses=declared(*WRITING))
@needs(Scope.ADMIN)
async def restrict(here: Here, asking: Admin, person: PathId) -> RestrictionView:
    """Keep what is known of a person and do nothing else with it: no letters, nothing shown, nothing added."""
    return RestrictionView(restricted_at=await privacy.restrict(here, asking, person))


@router.post(f"{PERSON}/lift-restriction", responses=declared(*WRITING))
@needs(Scope.ADMIN)
async def lift_restriction(here: Here, asking: Admin, person: PathId) -> RestrictionView:
    """Use what is known of a person again. Letters that fell due meanwhile are not sent afterwards."""
    await privacy.unrestrict(here, asking, person)
    return RestrictionView(restricted_at=None)


@router.get("/holds", responses=declared())
@needs(Scope.REGISTER_READ)
async def holds(
    here: Here,
    asking: Overseer,
    person: Annotated[Id | None, Query(description="only what may hold texts of this person")] = None,
    also_over: Annotated[bool, Query(description="also those that have ended")] = False,
) -> list[HoldTold]:
    """Holds, with their reason, legal basis and last day."""
    return await privacy.all_holds(here, person=person, also_over=also_over)


@router.post("/holds", status_code=201, responses=declared(*WRITING))
@needs(Scope.ADMIN)
async def set_hold(here: Here, asking: Admin, wanted: SetHold) -> HoldTold:
    """Set a hold. Whoever is erased meanwhile loses all the rest at once, and what is held when the hold has ended."""
    said = wanted.model_dump()
    return await privacy.hold(here, asking, NewHold(**{**said, "fields": tuple(said["fields"])}))


@router.post("/holds/{hold}/lift", responses=declared(*WRITING))
@needs(Scope.ADMIN)
async def lift_hold(here: Here, asking: Admin, hold: PathId) -> HoldTold:
    """End a hold before its day."""
    return await privacy.unhold(here, asking, hold)


def _file(page: str) -> Response:
    return Response(page, media_type="text/html; charset=utf-8", headers=_FILE)
