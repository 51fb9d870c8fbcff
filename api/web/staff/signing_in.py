"""The sign-in: a page that asks for an address, the same for everybody, and the page behind the link in the letter."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import ValidationError

from api import sessions, signing_in
from api.doors import Here
from api.problems import SignInNeeded, TooMany
from api.registering import NewPerson
from api.services import Services
from api.sessions import ASKING
from api.signing_in import Coming, Entered
from api.web.filling import typed_in
from api.web.staff import words
from api.web.staff.door import staff_here
from api.web.staff.laying_out import staff_page
from api.web.staff.routing import SIGN_IN, StaffRoute, see_other
from domain.staff.stays import LINK_LIFE
from models.sign_in_links import Asked
from models.staff_addresses import AddressShared

router = APIRouter(route_class=StaffRoute, tags=["pages"], include_in_schema=False)
HOME = "/staff"
MINUTES = int(LINK_LIFE.total_seconds()) // 60
_LONGEST_ADDRESS = 254

Next = Annotated[str, Query(max_length=400)]
Told = Annotated[str, Query(max_length=10)]


@router.api_route(SIGN_IN, methods=["GET", "HEAD"])
async def look(request: Request, here: Here, next: Next = "", sent: Told = "", kept: Told = "") -> Response:
    """The form that asks for an address; once it was sent, what to do now. Whoever is signed in is led on."""
    if not sent:
        try:
            await staff_here(request, here)
        except SignInNeeded:
            pass
        else:
            return see_other(signing_in.local(next) or HOME)
    return _asking(request, here, sent=sent, kept=kept, leads_to=signing_in.local(next) or "")


@router.post(SIGN_IN)
async def ask(request: Request, here: Here) -> Response:
    """Have a link sent. The answer is the same whether anybody of staff has the address or not."""
    sessions.require_ours(request, here)
    typed = typed_in(await request.body())
    address, leads_to = typed.get("address", "").strip(), signing_in.local(typed.get("next", "")) or ""
    browser = request.cookies.get(sessions.cookie_name(here, ASKING), "")
    problem = "cookies" if not browser else "" if _is_address(address) else "address"
    if problem:
        return _asking(request, here, 422, problem=problem, address=address, leads_to=leads_to)
    network = request.client.host if request.client else None
    try:
        wanted = Asked(address, network, browser, words.language_of(request), leads_to or None)
        await signing_in.ask(here, wanted)
    except TooMany as full:
        response = _asking(request, here, 429, problem="too_many", address=address, leads_to=leads_to)
        response.headers["Retry-After"] = str(full.retry_after)
        return response
    return see_other(f"{SIGN_IN}?sent=yes")


@router.api_route(f"{SIGN_IN}/{{token}}", methods=["GET", "HEAD"])
async def look_at_link(request: Request, here: Here, token: str) -> Response:
    """Whom the link in a letter signs in, and the button that does it. Changes nothing: mail scanners look, too."""
    return await _link(request, here, token)


@router.post(f"{SIGN_IN}/{{token}}")
async def enter(request: Request, here: Here, token: str) -> Response:
    """Begin a session; the link opens nothing any more."""
    sessions.require_ours(request, here)  # nobody is to be signed in as somebody else
    coming, view = _coming(request, here), None
    if token.isascii():
        view = await signing_in.look(here, token, coming)
    if view is None:
        return _gone(request)
    if not view.is_first:
        return _entered(request, here, await signing_in.enter(here, token, coming))
    typed = typed_in(await request.body())
    try:
        new = NewPerson.model_validate({name: typed.get(name, "").strip() for name in ("name", "address", "language")})
    except ValidationError as error:
        wrong = {str(one["loc"][0]) for one in error.errors() if one["loc"]}
        return await _link(request, here, token, 422, typed=typed, wrong=wrong)
    try:
        entered = await signing_in.enter_first(here, token, new, coming)
    except AddressShared:
        return await _link(request, here, token, 409, typed=typed, wrong={"address"})
    return _entered(request, here, entered)


def _asking(request: Request, here: Services, status: int = 200, **shown: str) -> Response:
    shown = {"sent": "", "kept": "", "problem": "", "address": "", "leads_to": ""} | shown
    response = staff_page(request, "sign_in.html", status, who=None, minutes=MINUTES, outbox=here.outbox, **shown)
    return _known_again(request, here, response)


async def _link(
    request: Request, here: Services, token: str, status: int = 200, *, typed: object = None, wrong: object = ()
) -> Response:
    view = await signing_in.look(here, token, _coming(request, here)) if token.isascii() else None
    if view is None:
        return _gone(request)
    template = "first.html" if view.is_first else "confirm.html"
    return staff_page(request, template, status, who=None, view=view, typed=typed or {}, wrong=wrong)


def _entered(request: Request, here: Services, entered: Entered | None) -> Response:
    if entered is None:
        return _gone(request)
    response = see_other(entered.leads_to or HOME)
    sessions.give(response, here, entered.secret)
    sessions.take_back(response, here, ASKING)
    if words.COOKIE not in request.cookies and entered.language in words.LANGUAGES:
        words.keep(response, entered.language)
    return response


def _gone(request: Request) -> Response:
    return staff_page(request, "refused.html", 404, who=None, why="link_gone")


def _known_again(request: Request, here: Services, response: Response) -> Response:
    """Have the browser bring a cookie by which it is known again when the link is opened."""
    if not request.cookies.get(sessions.cookie_name(here, ASKING)):
        sessions.give(response, here, secrets.token_urlsafe(32), ASKING)
    return response


def _coming(request: Request, here: Services) -> Coming:
    browser = request.cookies.get(sessions.cookie_name(here, ASKING), "")
    return Coming(browser, sessions.brought(request, here), request.headers.get("user-agent", "")[:400])


def _is_address(text: str) -> bool:
    name, _, host = text.rpartition("@")
    return bool(name) and bool(host) and len(text) <= _LONGEST_ADDRESS and not any(map(str.isspace, text))
