"""Troubles: to a browser that asks for a page, whatever goes wrong outside of pages is told on one, too.

Programs get problem+json as before, and so does everything below /api.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from api.problems import NotFound
from api.web.public.laying_out import public_page
from domain.refusals import Refusal
from models.engine import DatabaseAway

Handler = Callable[[Request, Any], Response | Awaitable[Response]]
_KINDS = {404: "missing", 405: "method", 429: "full", 503: "away"}
_OF_PROGRAMS = "/api/"


def install(app: FastAPI) -> None:
    """Stand in front of the handlers that tell problems, which have to be installed before."""
    handlers = app.exception_handlers
    for kind in (HTTPException, DatabaseAway, Exception):
        app.add_exception_handler(kind, _by_page(handlers[kind]))
    app.add_exception_handler(NotFound, _by_page(handlers[Refusal]))


def trouble(request: Request, status: int, contact: str) -> Response:
    """The page for an answer of this status."""
    why = _KINDS.get(status, "failed" if status >= 500 else "missing")
    return public_page(request, "trouble.html", status, why=why, contact=contact)


def _by_page(told: Handler) -> Callable[[Request, Any], Awaitable[Response]]:
    async def shown(request: Request, error: Exception) -> Response:
        told_so = told(request, error)
        answer = await told_so if isinstance(told_so, Awaitable) else told_so
        if not wants_page(request):
            return answer
        contact = request.app.state.services.controller.contact
        response = trouble(request, answer.status_code, contact)
        for name, value in answer.headers.items():  # when to come again, which methods there are, what is safe
            response.headers.setdefault(name, value)
        return response

    return shown


def wants_page(request: Request) -> bool:
    """Whether it is a person's browser that asks, and not for something of the API's."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(_OF_PROGRAMS)
