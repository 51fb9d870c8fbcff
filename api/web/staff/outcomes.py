"""The page of outcomes for staff. Those who took part see the same by their link, once it is evaluated."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api import reading
from api.doors import Here
from api.outcomes import outcomes
from api.web.outcomes.drawing import drawn
from api.web.outcomes.telling import told
from api.web.staff.door import Staff, only
from api.web.staff.laying_out import staff_page
from api.web.staff.routing import StaffRoute
from api.web.staff.words import language_of
from api.words import PathId
from domain.actors import Role

router = APIRouter(route_class=StaffRoute, tags=["pages"], include_in_schema=False)
Reader = Annotated[Staff, Depends(only(Role.COORDINATOR, Role.AUDITOR, Role.ADMIN))]


@router.api_route("/initiatives/{initiative}/outcomes", methods=["GET", "HEAD"])
async def of_initiative(request: Request, here: Here, who: Reader, initiative: PathId) -> Response:
    """What an initiative promised, what was observed, and what was verified."""
    await reading.require_sight(here, who.principal, initiative)
    found, language = await outcomes(here, initiative), language_of(request)
    return staff_page(
        request,
        "outcomes.html",
        who=who,
        here="history",
        initiative=initiative,
        title=found.facts.title,
        told=told(found, language),
        pictures=drawn(found, language),
    )
