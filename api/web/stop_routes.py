"""The page behind the address in a message's head that stops reminders, and the door that mail programs knock at.

RFC 8058: a POST that says `List-Unsubscribe=One-Click` stops, without cookies, log-in or a page seen before, and is
not answered with a redirect. Looking changes nothing, as mail scanners follow links, too.
"""

from __future__ import annotations

import re

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from api.doors import Here
from api.problems import NotFound
from api.services import Services
from api.web.filling import typed_in
from api.web.own import chosen, own_page
from api.web.routing import PageRoute
from api.web.words import spoken, words_in
from models import stop_doors
from models.keys import token_sha256
from models.stop_doors import StopDoor

router = APIRouter(route_class=PageRoute, tags=["pages"], include_in_schema=False)
ONE_CLICK = ("List-Unsubscribe", "One-Click")
AGAIN = ("reminders", "again")
"""What stops, and what takes it back: a field of a form and its value."""

_PART = re.compile(rb'form-data; *name="?([A-Za-z-]+)"?[^\r\n]*(?:\r?\n[^\r\n]+)*\r?\n\r?\n([^\r\n]*)', re.IGNORECASE)
_MOST_BYTES = 4_000


@router.api_route("/u/{token}", methods=["GET", "HEAD"])
async def look(here: Here, request: Request, token: str) -> HTMLResponse:
    """What the button stops, and what it does not."""
    return _shown(request, await _door(here, token), token)


@router.post("/u/{token}")
async def settle(here: Here, request: Request, token: str) -> HTMLResponse:
    """Stop the reminders, or take that back. Anything else changes nothing."""
    await _door(here, token)
    said = _fields(request.headers.get("content-type", ""), await request.body())
    stops, resumes = (said.get(name) == value for name, value in (ONE_CLICK, AGAIN))

    def change(session: Session) -> StopDoor | None:
        if (door := stop_doors.by_token(session, token_sha256(token), here.clock())) is None:
            return None
        if stops:
            stop_doors.stop_all(session, door, here.clock())
        elif resumes:
            stop_doors.resume_all(session, door)
        session.flush()
        return stop_doors.by_token(session, token_sha256(token), here.clock())

    door = await (here.database.write(change) if stops or resumes else _door(here, token))
    return _shown(request, door, token, 200 if stops or resumes else 422)


async def _door(here: Services, token: str) -> StopDoor:
    now = here.clock()
    found = (
        await here.database.read(lambda session: stop_doors.by_token(session, token_sha256(token), now))
        if token.isascii()
        else None
    )
    if found is None:
        raise NotFound("the address is unknown, expired or revoked")
    return found


def _shown(request: Request, door: StopDoor | None, token: str, status: int = 200) -> HTMLResponse:
    if door is None:
        raise NotFound("the address is unknown, expired or revoked")
    language = spoken((chosen(request), door.language))
    words = words_in(language)["stopping"]
    says = AGAIN if door.stopped else ONE_CLICK
    return own_page(
        request,
        "stopping.html",
        status,
        language=language,
        t=words,
        w=words["stopped" if door.stopped else "asked"],
        token=token,
        says=says,
        stopped=door.stopped,
    )


def _fields(kind: str, body: bytes) -> dict[str, str]:
    """The fields of a form; mail programs send either kind of form, and in it no more than this."""
    if not kind.lower().startswith("multipart/form-data"):
        return typed_in(body)
    parts = _PART.findall(body[:_MOST_BYTES])
    return {name.decode("ascii"): value.decode("latin-1").strip() for name, value in reversed(parts)}
