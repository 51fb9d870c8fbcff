"""Initiatives: start, list, read, history, letters."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from api import reading, starting
from api.doors import Asking, Coordinator, Here, Reader
from api.problems import declared
from api.reading import BoardPage, HistoryPage, LetterView
from api.stamps import IdempotencyKey
from api.views import InitiativeView, view
from models.states import InitiativeStatus

router = APIRouter(prefix="/initiatives", tags=["initiatives"])
Limit = Annotated[int, Query(ge=1, le=200)]


class Filters(BaseModel):
    """Which initiatives to list; each filter that is given must match."""

    phase: str | None = None
    status: InitiativeStatus | None = None
    place: str | None = None
    theme: str | None = None


@router.post("", status_code=201, responses=declared(409, 410, 413, 504))
async def start(
    here: Here, asking: Coordinator, wanted: starting.StartInitiative, response: Response, key: IdempotencyKey = None
) -> InitiativeView:
    """Start an initiative. The answer holds the dates computed for its first phase."""
    folded = await starting.start(here, asking, wanted, key)
    response.headers["Location"] = f"/api/v1/initiatives/{folded.initiative.id}"
    return view(folded.initiative, folded.seq, wanted.title)


@router.get("", responses=declared())
async def board(
    here: Here,
    asking: Reader,
    filters: Annotated[Filters, Query()],
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Limit = 50,
) -> BoardPage:
    """The initiatives, newest first; a coordinator sees the own ones."""
    return await reading.board(here, asking, filters.model_dump(exclude_none=True), cursor, limit)


@router.get("/{initiative}", responses=declared())
async def one(here: Here, asking: Asking, initiative: str) -> InitiativeView:
    """One initiative: phase, gate, obligations, on whom it waits since when, and what comes next if nobody acts."""
    await reading.require_sight(here, asking, initiative)
    folded = await here.folds.of(initiative)
    return view(folded.initiative, folded.seq, await reading.title(here, initiative))


@router.get("/{initiative}/history", responses=declared())
async def history(
    here: Here, asking: Asking, initiative: str, after: Annotated[int, Query(ge=0)] = 0, limit: Limit = 100
) -> HistoryPage:
    """The ledger of an initiative, entry by entry as hashed; participants see no texts."""
    await reading.require_sight(here, asking, initiative)
    return await reading.history(here, asking, initiative, after, limit)


@router.get("/{initiative}/letters", responses=declared())
async def letters(here: Here, asking: Reader, initiative: str) -> list[LetterView]:
    """Every letter of an initiative: to which actor, about what, and what became of it."""
    await reading.require_sight(here, asking, initiative)
    return await reading.letters(here, initiative)
