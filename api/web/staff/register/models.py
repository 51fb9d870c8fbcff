"""Operating models: which versions are published here, to be read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api import modelling
from api.doors import Here
from api.web.staff.door import Staff, only
from api.web.staff.laying_out import staff_page
from api.web.staff.routing import StaffRoute
from api.web.staff.words import language_of
from domain.actors import Role
from letters.wording import titled

router = APIRouter(route_class=StaffRoute, tags=["pages"], include_in_schema=False, prefix="/staff/models")
Reading = Annotated[Staff, Depends(only(Role.COORDINATOR, Role.AUDITOR, Role.ADMIN, shows="models"))]


@router.api_route("", methods=["GET", "HEAD"])
async def every(request: Request, here: Here, who: Reading) -> Response:
    """All versions: those that ship with Talkoot, and those proposed here."""
    language = language_of(request)
    models = [(one, titled(one.title, language) or one.id) for one in await modelling.listed(here)]
    return staff_page(request, "register/models.html", who=who, here="register", models=models)
