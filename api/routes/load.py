"""Load: what people, organisations and sectors are asked in all initiatives together."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import loading, person_loads
from api.doors import Here, Reader
from api.loading import LoadPage
from api.person_loads import PersonLoad
from api.problems import declared
from api.scopes import needs
from api.words import PathId
from models.loads import By
from models.scopes import Scope

router = APIRouter(prefix="/load", tags=["load"])


@router.get("", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def loaded(
    here: Here,
    asking: Reader,
    by: Annotated[By, Query(description="whose load")] = By.PERSON,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> LoadPage:
    """Those of whom the most is asked in all initiatives together: open duties, the letters of thirty days, seats, and
    the duties due in each of the four weeks to come; and what of it is beyond the limits.
    """
    return await loading.loaded(here, by, limit)


@router.get("/{person}", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def of_person(here: Here, asking: Reader, person: PathId) -> PersonLoad:
    """The load of one person, and how many duties the clock alone will bring in each of the weeks to come."""
    return await person_loads.of_person(here, person)
