"""Corrections: what one would change."""

from __future__ import annotations

from fastapi import APIRouter

from api import correcting, reading
from api.correcting import ImpactView, Preview
from api.doors import Here, Reader
from api.problems import WRITING, declared
from api.scopes import needs
from api.words import PathId
from models.scopes import Scope

router = APIRouter(prefix="/initiatives/{initiative}", tags=["corrections"])


@router.post("/corrections/preview", responses=declared(*WRITING))
@needs(Scope.INITIATIVES_READ)
async def preview(here: Here, asking: Reader, initiative: PathId, wanted: Preview) -> ImpactView:
    """What it would change to correct an entry, or to withdraw it. Nothing happens.

    An answer is corrected by giving it anew with the entry in `corrects`, and withdrawn by `withdraw-answer`. What a
    seat said is corrected by the seat, or for it (`for_seat`, `channel`): then it is read back to the seat, which can
    put it right for a week. What a seat has judged or agreed to itself, nobody else corrects.
    """
    await reading.require_sight(here, asking, initiative)
    names = await reading.coordinates_it(here, asking, initiative)
    return await correcting.preview(here, initiative, wanted, names=names)
