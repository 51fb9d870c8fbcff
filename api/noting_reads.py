"""Auditors' reads: they see every initiative and person, so the house tells what they looked at, before they see it."""

from __future__ import annotations

from fastapi import Request
from fastapi.routing import APIRoute

from api.services import Services
from models.house_reads import Asked, is_noted, note

_API = ("api", "v1")


async def note_read(services: Services, request: Request, reader: str) -> None:
    """Note what a principal who is an auditor is about to read over the API. Raises DatabaseAway."""
    await note_asked(services, _asked(request), reader)


async def note_asked(services: Services, asked: Asked, reader: str) -> None:
    """Note what a principal who is an auditor is about to read, once an hour for each thing.

    Raises DatabaseAway where that cannot be written down: then it is not read either (ADR 28).
    """
    now = services.clock()
    if not await services.database.read(lambda session: is_noted(session, reader, asked, now)):
        await services.database.write(lambda session: note(session, reader, asked, now))


def _asked(request: Request) -> Asked:
    """The part of the house as the route's own address calls it, never as it was typed, and the ids in the address."""
    route = request.scope["route"]
    assert isinstance(route, APIRoute)
    words = tuple(word for word in route.path.split("/") if word)
    return Asked(next(word for word in words if word not in _API), dict(request.path_params))
