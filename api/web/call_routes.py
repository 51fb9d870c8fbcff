"""The pages of open calls: anybody with the address tells of a need, and confirms it by a letter.

Looking changes nothing, as mail scanners follow links, too.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from api import confirming, holding, open_calls
from api.doors import Here
from api.problems import NotFound, StillWorking, TooMany, Unavailable
from api.services import Services
from api.web.call_forms import TRAP, filled, is_ours
from api.web.call_pages import call_shown
from api.web.filling import typed_in
from api.web.held_pages import held_shown
from api.web.pages import HEADERS, page
from api.web.routing import PageRoute
from api.web.words import moment, spoken, words_in
from domain.initiative import Initiative
from domain.refusals import Refusal
from models import call_letters
from models.tables import HeldNeed

router = APIRouter(route_class=PageRoute, tags=["pages"], include_in_schema=False)

Language = Annotated[str, Query(max_length=10)]


@router.api_route("/call/{token}", methods=["GET", "HEAD"])
async def call(here: Here, token: str, language: Language = "fi", sent: Annotated[str, Query()] = "") -> Response:
    """What an open call is about, and the form by which anybody tells of a need."""
    try:
        view = await open_calls.viewed(here, await open_calls.call_at(here, token))
    except NotFound:
        return page("call_gone.html", 404, typed="")
    return page("call.html", **call_shown(here, view, token, spoken((language,)), sent=sent))


@router.post("/call/{token}")
async def tell(here: Here, request: Request, token: str, language: Language = "fi") -> Response:
    """Take that form; it comes back as it was typed if it cannot be taken."""
    language, posted = spoken((language,)), typed_in(await request.body())
    try:
        found = await open_calls.call_at(here, token)
    except NotFound:
        return page("call_gone.html", 404, typed=posted.get("text", ""))
    read, nonce = filled(posted, language), posted.get("nonce", "")
    if read.need is None or not is_ours(here, token, nonce):
        view, why = await open_calls.viewed(here, found), "incomplete" if read.need is None else "stale"
        notice = words_in(language)["call"][why]
        return page("call.html", 422, **call_shown(here, view, token, language, notice=notice, filled=read))
    to = f"/call/{token}?language={language}&sent={'letter' if read.need.address else 'desk'}"
    if posted.get(TRAP):  # no person sees it; whoever fills it in is told what everybody is
        return RedirectResponse(to, 303, HEADERS)
    network = request.client.host if request.client else None
    try:
        await holding.hold(here, found, read.need, network, nonce)
    except TooMany as full:
        view, again = (
            await open_calls.viewed(here, found),
            found.initiative.calendar.local(here.clock() + timedelta(seconds=full.retry_after)),
        )
        notice = words_in(language)["call"]["full"].format(again=moment(language, again), backbone=view.backbone)
        shown = call_shown(here, view, token, language, notice=notice, filled=read)
        return page("call.html", 429, headers=HEADERS | {"Retry-After": str(full.retry_after)}, **shown)
    return RedirectResponse(to, 303, HEADERS)


@router.api_route("/call/need/{token}", methods=["GET", "HEAD"])
async def sent(here: Here, token: str) -> HTMLResponse:
    """What became of the need that the reader of a letter had sent; while it is held, they can confirm it."""
    held = await _held(here, token)
    return page("held.html", **await held_shown(here, held, await _initiative(here, held), token))


@router.post("/call/need/{token}")
async def settle(here: Here, request: Request, token: str) -> Response:
    """Confirm it, or take it back. Again changes nothing."""
    held, posted = await _held(here, token), typed_in(await request.body())
    try:
        if posted.get("say") == "remove":
            await confirming.remove(here, held)
        elif posted.get("say") == "confirm":
            await confirming.confirm(here, held)
    except Refusal as refusal:
        away = isinstance(refusal, Unavailable | StillWorking | TooMany)
        words, held = words_in(spoken((held.language,)))["held"], await _held(here, token)
        notice = words["settling" if posted.get("say") == "remove" else "away" if away else "over"]
        shown = await held_shown(here, held, await _initiative(here, held), token, notice=notice)
        return page("held.html", refusal.status, **shown)
    return RedirectResponse(f"/call/need/{token}", 303, HEADERS)


async def _held(here: Services, token: str) -> HeldNeed:
    now = here.clock()

    def read(session: Session) -> HeldNeed | None:
        return call_letters.by_token(session, token, now)

    found = await here.database.read(read) if token.isascii() else None
    if found is None:
        raise NotFound("the link is unknown or withdrawn")
    return found


async def _initiative(here: Services, held: HeldNeed) -> Initiative:
    return (await here.folds.of(held.initiative_id)).initiative
