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
from api.web.own import chosen, own_page, preferred, told
from api.web.pages import HEADERS
from api.web.routing import PageRoute
from api.web.words import moment, spoken, words_in
from domain.refusals import Refusal
from models import call_letters
from models.tables import HeldNeed

router = APIRouter(route_class=PageRoute, tags=["pages"], include_in_schema=False)


@router.api_route("/call/{token}", methods=["GET", "HEAD"])
async def call(here: Here, request: Request, token: str, sent: Annotated[str, Query()] = "") -> Response:
    """What an open call is about, and the form by which anybody tells of a need."""
    try:
        view = await open_calls.viewed(here, await open_calls.call_at(here, token))
    except NotFound:
        return told(request, "call_gone", 404)
    return own_page(request, "call.html", **call_shown(here, view, token, preferred(request), sent=sent))


@router.post("/call/{token}")
async def tell(here: Here, request: Request, token: str) -> Response:
    """Take that form; it comes back as it was typed if it cannot be taken."""
    language, posted = preferred(request), typed_in(await request.body())
    try:
        found = await open_calls.call_at(here, token)
    except NotFound:
        return told(request, "call_gone", 404, kept=[text] if (text := posted.get("text")) else [])
    read, nonce = filled(posted, language), posted.get("nonce", "")
    if read.need is None or not is_ours(here, token, nonce):
        view, why = await open_calls.viewed(here, found), "incomplete" if read.need is None else "stale"
        notice = words_in(language)["call"][why]
        return own_page(
            request, "call.html", 422, **call_shown(here, view, token, language, notice=notice, filled=read)
        )
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
        return own_page(request, "call.html", 429, headers=HEADERS | {"Retry-After": str(full.retry_after)}, **shown)
    return RedirectResponse(to, 303, HEADERS)


@router.api_route("/call/need/{token}", methods=["GET", "HEAD"])
async def sent(here: Here, request: Request, token: str) -> HTMLResponse:
    """What became of the need that the reader of a letter had sent; while it is held, they can confirm it."""
    return await _shown(here, request, token)


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
        why = "settling" if posted.get("say") == "remove" else "away" if away else "over"
        return await _shown(here, request, token, why, refusal.status)
    return RedirectResponse(f"/call/need/{token}", 303, HEADERS)


async def _shown(here: Services, request: Request, token: str, why: str = "", status: int = 200) -> HTMLResponse:
    """The page of a need that is held; `why` names the sentence on what could not be done."""
    held = await _held(here, token)
    language = spoken((chosen(request), held.language))
    initiative = (await here.folds.of(held.initiative_id)).initiative
    notice = words_in(language)["held"][why] if why else ""
    return own_page(
        request, "held.html", status, **await held_shown(here, held, initiative, token, language, notice=notice)
    )


async def _held(here: Services, token: str) -> HeldNeed:
    now = here.clock()

    def read(session: Session) -> HeldNeed | None:
        return call_letters.by_token(session, token, now)

    found = await here.database.read(read) if token.isascii() else None
    if found is None:
        raise NotFound("the link is unknown or withdrawn")
    return found
