"""Bundles: a history in one file that anybody can verify without us (docs/verifying.md)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from api import bundling, reading
from api.bundling import Taken, Wanted
from api.doors import Here, Overseer, Reader
from api.problems import WRITING, declared
from api.scopes import needs
from api.words import PathId
from models.scopes import Scope

router = APIRouter(tags=["ledger"])
At = Annotated[
    int | None, Query(ge=1, le=2**53, description="at the checkpoint of so many entries, instead of a fresh one")
]
Known = Annotated[
    list[int] | None,
    Query(
        max_length=20, description="sizes of checkpoints that you kept: the bundle proves that they are of its history"
    ),
]
ZIP: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/zip": {}}, "description": "the bundle, as it is read"}
}


@router.post("/ledger/bundle", responses=declared(*WRITING) | ZIP, response_class=StreamingResponse)
@needs(Scope.LEDGER_READ)
async def whole_log(here: Here, asking: Overseer, at: At = None, known: Known = None) -> StreamingResponse:
    """The bundle of the whole log, without texts: it proves that nothing is missing. That it was taken is told in the
    ledger.
    """
    return _file(await bundling.taken(here, asking, Wanted(None, at, known or ())))


@router.post("/initiatives/{initiative}/bundle", responses=declared(*WRITING) | ZIP, response_class=StreamingResponse)
@needs(Scope.INITIATIVES_READ)
async def one_initiative(
    here: Here, asking: Reader, initiative: PathId, at: At = None, known: Known = None
) -> StreamingResponse:
    """The bundle of one initiative: each entry with its proof, and the texts that are not erased with what proves them.
    That it was taken is told in the ledger.
    """
    await reading.require_sight(here, asking, initiative)
    return _file(await bundling.taken(here, asking, Wanted(initiative, at, known or ())))


def _file(taken: Taken) -> StreamingResponse:
    named = {"Content-Disposition": f'attachment; filename="{taken.name}"', "Cache-Control": "no-store"}
    return StreamingResponse(taken.pieces, media_type="application/zip", headers=named)
