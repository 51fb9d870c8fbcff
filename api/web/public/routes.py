"""The front page and the statements. Nobody needs to be anybody to read them, and nothing there is anybody's."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.doors import Here
from api.services import Services
from api.web.public.laying_out import public_page
from api.web.public.statements import sections
from api.web.public.words import language_of, words_in
from api.web.routing import PageRoute

router = APIRouter(route_class=PageRoute, tags=["pages"], include_in_schema=False)


@router.api_route("/", methods=["GET", "HEAD"])
async def front(request: Request, here: Here) -> Response:
    """What this is, and where everybody goes from here."""
    return public_page(request, "front.html", outbox=here.outbox)


@router.api_route("/accessibility", methods=["GET", "HEAD"])
async def accessibility(request: Request, here: Here) -> Response:
    """The accessibility statement (saavutettavuusseloste)."""
    return _statement(request, here, "accessibility")


@router.api_route("/privacy", methods=["GET", "HEAD"])
async def privacy(request: Request, here: Here) -> Response:
    """The privacy notice (tietosuojaseloste)."""
    return _statement(request, here, "privacy")


def _statement(request: Request, here: Services, statement: str) -> Response:
    words = words_in(language_of(request))
    said = list(sections(words, statement, here.controller, here.public_url))
    contact = here.controller.contact
    return public_page(request, "statement.html", of=words[statement], sections=said, contact=contact)
