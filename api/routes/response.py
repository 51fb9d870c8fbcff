"""What works: when answers come, behind which letter, and from which sectors."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import responding
from api.doors import Here, Reader
from api.problems import declared
from api.scopes import needs
from api.words import PathId
from domain.correspondence.responses import Response
from models.scopes import Scope

router = APIRouter(tags=["response"])


@router.get("/initiatives/{initiative}/response", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def of_initiative(here: Here, asking: Reader, initiative: PathId) -> Response:
    """How the seats of an initiative have answered: by day since they were asked, with the reminders that went out, by
    the step of the ladder behind which the answers came, and by sector. Nobody is named; who does not coordinate it is
    told small numbers together with their neighbours.
    """
    return await responding.of_initiative(here, asking, initiative)


@router.get("/response", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def of_all(
    here: Here,
    asking: Reader,
    days: Annotated[int, Query(ge=1, le=3660, description="of what was asked in so many days until now")] = 365,
) -> Response:
    """The same over all initiatives: a coordinator's own ones, or all there are."""
    return await responding.of_all(here, asking, days)
