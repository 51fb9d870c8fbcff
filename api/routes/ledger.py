"""The log over all entries: what it has signed of itself, and proofs, for whoever wants to check it without us."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import ledger
from api.doors import Here, Reader
from api.ledger import CheckpointPage, ConsistencyProof, InclusionProof, LogKey, LogView
from api.problems import declared
from api.scopes import needs
from models.scopes import Scope

router = APIRouter(prefix="/ledger", tags=["ledger"])
Size = Annotated[int | None, Query(ge=0, le=2**53, description="of the log of so many entries")]
Stream = Annotated[
    str,
    Query(max_length=200, description="`initiative:<id>`, `letters:<id>` or `house`", examples=["initiative:i0"]),
]


@router.get("/key", responses=declared())
async def key(here: Here) -> LogKey:
    """The key by which the signatures of the log can be checked. Anybody may have it."""
    return await ledger.key(here)


@router.get("/checkpoint", responses=declared())
async def checkpoint(here: Here) -> LogView:
    """What the log has signed of itself last: a number of entries and a hash over all of them. Anybody may keep it, and
    hold us to it later.
    """
    return await ledger.newest(here)


@router.get("/checkpoints", responses=declared())
@needs(Scope.LEDGER_READ)
async def checkpoints(
    here: Here, asking: Reader, before: Size = None, limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> CheckpointPage:
    """All checkpoints, the newest first; `before` those of smaller logs."""
    return await ledger.checkpoints(here, before, limit)


@router.get("/proof", responses=declared())
@needs(Scope.LEDGER_READ)
async def proof(
    here: Here, asking: Reader, stream: Stream, seq: Annotated[int, Query(ge=1, le=2**53)], size: Size = None
) -> InclusionProof:
    """That an entry is in the log, by the first checkpoint that holds it, or in the log of a size."""
    return await ledger.inclusion(here, asking, stream, seq, size)


@router.get("/consistency", responses=declared())
@needs(Scope.LEDGER_READ)
async def consistency(
    here: Here, asking: Reader, old: Annotated[int, Query(ge=0, le=2**53)], new: Size = None
) -> ConsistencyProof:
    """That an older log is the beginning of a newer one, or of that of the newest checkpoint: nothing of it was
    changed, dropped or put elsewhere.
    """
    return await ledger.consistency(here, old, new)
