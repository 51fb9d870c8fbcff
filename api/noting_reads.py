"""Auditors' reads: they see every initiative and person, so the house tells what they looked at, before they see it."""

from __future__ import annotations

from fastapi import Request
from fastapi.routing import APIRoute

from api.services import Services
from models.house_reads import Asked, is_noted, note

_API, _PAGES = ("api", "v1"), "/staff/"


async def note_read(services: Services, request: Request, reader: str, part: str | None = None) -> None:
    """Note what a principal who is an auditor is about to read, once an hour for each thing: of the `part` of the house
    that is named, or else that the address names.

    Raises DatabaseAway where that cannot be written down: then it is not read either (ADR 28).
    """
    asked, now = _asked(request, part), services.clock()
    if not await services.database.read(lambda session: is_noted(session, reader, asked, now)):
        await services.database.write(lambda session: note(session, reader, asked, now))


def _asked(request: Request, part: str | None) -> Asked:
    """The part of the house as the route's own address calls it, never as it was typed, and the ids in the address."""
    route = request.scope["route"]
    assert isinstance(route, APIRoute)
    if part is None:
        words = [word for word in route.path.split("/") if word and word not in _API]
        part = words[1] if request.scope["path"].startswith(_PAGES) else words[0]
    return Asked(part, dict(request.path_params))
