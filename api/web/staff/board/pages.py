"""The board's pages: the board itself, and its rows alone for a page that looks after them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.doors import Here
from api.safety import STAFF
from api.services import Services
from api.web.filling import typed_in
from api.web.staff.board import today
from api.web.staff.board.reading import board
from api.web.staff.board.sentences import lead
from api.web.staff.board.wanting import Wanted
from api.web.staff.door import Staff, only
from api.web.staff.laying_out import ZONE, long_day, staff_page
from api.web.staff.routing import StaffRoute, see_other
from api.web.staff.words import language_of, words_in
from domain.actors import Role
from domain.refusals import Malformed

router = APIRouter(route_class=StaffRoute, tags=["pages"], include_in_schema=False, prefix="/staff")
_ROLES = (Role.COORDINATOR, Role.AUDITOR, Role.ADMIN)
Reader = Annotated[Staff, Depends(only(*_ROLES, shows="initiatives"))]
Watcher = Annotated[Staff, Depends(only(*_ROLES, shows="initiatives", by_itself=True))]


@router.api_route("", methods=["GET", "HEAD"])
async def shown(request: Request, here: Here, who: Reader) -> Response:
    """The sentence of the day, what is asked of the reader today, and the initiatives that they may see."""
    return await _board(request, here, who, Wanted.of(request))


@router.post("")
async def narrowed(request: Request, here: Here, who: Reader) -> Response:
    """The board as its form narrows it. Words are searched for at once; the rest makes an address to come back to."""
    wanted = Wanted.typed(typed_in(await request.body()))
    if wanted.words:
        return await _board(request, here, who, wanted)
    return see_other(f"/staff?{wanted.query(after=wanted.after)}")


async def _board(request: Request, here: Services, who: Staff, wanted: Wanted) -> Response:
    language = language_of(request)
    words = words_in(language)
    try:
        found = await board(here, who.principal, wanted, language, words)
    except Malformed:  # an old address: the board begins anew
        return see_other(f"/staff?{wanted.query()}")
    asked = await today.asks(here, who, language, words)
    return staff_page(
        request,
        "board/board.html",
        who=who,
        here="home",
        board=found,
        wanted=wanted,
        asks=asked,
        lead=lead(words, language, found, asked, who, is_filtered=wanted.is_filtered),
        today=long_day(language, here.clock().astimezone(ZONE).date()),
        clock=_clock(here, language),
    )


@router.get("/rows")
async def rows(request: Request, here: Here, who: Watcher, seen: str = "") -> Response:
    """The rows of the board, where they are not as they were `seen`. A page asks for them by itself, so this is no sign
    that somebody is there.
    """
    language, wanted = language_of(request), Wanted.of(request)
    found = await board(here, who.principal, wanted, language, words_in(language))
    if found.state == seen:
        return Response(status_code=204, headers=STAFF)
    clock = _clock(here, language)
    return staff_page(request, "board/rows.html", who=who, board=found, wanted=wanted, clock=clock)


def _clock(here: Services, language: str) -> str:
    now = here.clock().astimezone(ZONE)
    return f"{now:%H:%M}" if language == "en" else f"{now:%H.%M}"
