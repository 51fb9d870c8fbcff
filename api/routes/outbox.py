"""The development outbox: where letters can be read while none is sent, on the machine itself.

It shows names and live links to whoever asks, so there is none once a mail server is set, in production, or where the
API can be reached from elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

import segno
from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from api import outbox
from api.doors import Here
from api.outbox_views import OutboxLetter
from api.problems import NotFound
from api.safety import LETTER
from api.services import Services
from api.web.pages import page
from api.words import Id
from domain.operating_model import Addressee

ZONE = ZoneInfo("Europe/Helsinki")  # of the times that are shown here


def development(here: Here) -> Services:
    """The services, where there is an outbox. Raises NotFound."""
    if not here.outbox:
        raise NotFound("there is no outbox here")
    return here


Development = Annotated[Services, Depends(development)]
Of = Annotated[Id | None, Query(description="letters of this initiative only")]
To = Annotated[Addressee | None, Query(alias="addressee", description="letters to readers in this role only")]
Limit = Annotated[int, Query(ge=1, le=1000)]
router = APIRouter(prefix="/dev", tags=["development"], include_in_schema=False)


@router.get("/outbox.json")
async def as_data(
    here: Development, initiative: Of = None, to: To = None, limit: Limit = 200
) -> Sequence[OutboxLetter]:
    """The letters sent last, newest first, with their links."""
    return await outbox.letters(here, initiative, limit, to)


@router.get("/outbox", response_class=HTMLResponse)
async def as_page(here: Development, initiative: Of = None, to: To = None, limit: Limit = 100) -> HTMLResponse:
    """The letters sent last, as a page."""
    letters = await outbox.letters(here, initiative, limit, to)
    return page("outbox.html", letters=letters, zone=ZONE, initiative=initiative, to=to, code=_code)


@router.get("/outbox/{letter}", response_class=HTMLResponse)
async def one(here: Development, letter: str) -> HTMLResponse:
    """One letter as its reader would see it."""
    found = next((sent for sent in await outbox.letters(here, None, 1000) if sent.letter == letter), None)
    if found is None:
        raise NotFound("there is no such letter in the outbox")
    return HTMLResponse(found.html, headers=LETTER)


def _code(link: str) -> str:
    """The picture of a code that a telephone reads the link from."""
    return segno.make(link, error="l").svg_inline(scale=4, border=4, omitsize=True)
