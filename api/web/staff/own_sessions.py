"""Where staff are signed in, in which role they act, and the way out."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api import sessions
from api.doors import Here
from api.services import Services
from api.web.filling import typed_in
from api.web.staff.door import SignedIn
from api.web.staff.laying_out import ZONE, short_day, staff_page
from api.web.staff.routing import SIGN_IN, StaffRoute, see_other
from api.web.staff.words import language_of
from domain.actors import Role
from models import staff_sessions

router = APIRouter(route_class=StaffRoute, tags=["pages"], include_in_schema=False, prefix="/staff")


@router.api_route("/sessions", methods=["GET", "HEAD"])
async def signed_in(request: Request, here: Here, who: SignedIn) -> Response:
    """Where the person is signed in now."""
    now, language = here.clock(), language_of(request)
    open_ones = await here.database.read(lambda s: staff_sessions.listed(s, who.signed.person, now))
    shown = [
        {
            "id": one.id,
            "is_this": one.id == who.signed.session,
            "browser": one.browser,
            "role": one.role,
            "began": _moment(language, one.began_at),
            "seen": _moment(language, one.seen_at),
        }
        for one in open_ones
    ]
    return staff_page(request, "sessions.html", who=who, here="sessions", sessions=shown)


@router.post("/sessions")
async def end(request: Request, here: Here, who: SignedIn) -> Response:
    """End one of the person's sessions, or with `everywhere` all of them."""
    typed, person, now = typed_in(await request.body()), who.signed.person, here.clock()
    which = typed.get("session", "")

    def write(session: Session) -> None:
        if typed.get("everywhere") == "yes":
            staff_sessions.end_all(session, person, now)
        else:
            staff_sessions.end(session, person, which, now)

    await here.database.write(write)
    if typed.get("everywhere") == "yes" or which == who.signed.session:
        return _signed_out(here)
    return see_other("/staff/sessions")


@router.post("/sign-out")
async def sign_out(here: Here, who: SignedIn) -> Response:
    """End this session at once."""
    now = here.clock()
    await here.database.write(lambda s: staff_sessions.end(s, who.signed.person, who.signed.session, now))
    return _signed_out(here)


@router.post("/role")
async def act_as(request: Request, here: Here, who: SignedIn) -> Response:
    """Act in another of the person's roles from now on."""
    typed = typed_in(await request.body())
    others = (role for role in who.roles if role is not who.principal.role)
    wanted = next((role for role in others if role == typed.get("role")), None)
    if wanted is not None:
        now = here.clock()
        await here.database.write(lambda s: staff_sessions.act_as(s, who.signed, Role(wanted), now))
    return see_other("/staff")


def _signed_out(here: Services) -> Response:
    response = see_other(f"{SIGN_IN}?kept=out")
    sessions.take_back(response, here)
    return response


def _moment(language: str, when: datetime) -> str:
    at = when.astimezone(ZONE)
    return f"{short_day(language, at.date())} {at:%H.%M}"
