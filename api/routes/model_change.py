"""The change of one initiative's operating model: tried, proposed, and approved by another."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api import dry_runs, reading
from api.change_bodies import APPROVAL, PROPOSAL, ApproveModelChangeBody, Model, ProposeModelChangeBody, Version
from api.doors import Comer, Here, Reader
from api.dry_runs import WithMail, lookup
from api.interacting import Accepted, interact
from api.preparing import Saying
from api.problems import ASKING_TEMPORAL, declared
from api.queries import require_clear
from api.scopes import needs
from api.stamps import IdempotencyKey
from api.strict import Strict
from api.words import PathId
from domain.remodelling.commands import ApproveModelChange, ProposeModelChange
from models.scopes import Scope

router = APIRouter(prefix="/initiatives/{initiative}", tags=["any phase"], dependencies=[Depends(require_clear)])


class Wanted(Strict):
    """The published version to try."""

    model: Model
    version: Version


@router.get("/model-change", responses=declared(409, 410))
@needs(Scope.INITIATIVES_READ)
async def dry_run(here: Here, asking: Reader, initiative: PathId, wanted: Annotated[Wanted, Query()]) -> WithMail:
    """What it would change to go on by another published model, and who would get which letter. Nothing happens."""
    await reading.require_sight(here, asking, initiative)
    model = await dry_runs.published(here, wanted.model, wanted.version)
    names = await reading.coordinates_it(here, asking, initiative)
    return await dry_runs.tried_with_mail(here, initiative, model, names=names)


@router.post(
    "/propose-model-change",
    responses=declared(*ASKING_TEMPORAL),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": PROPOSAL}}}},
)
@needs(Scope.INITIATIVES_WRITE, Scope.SEAT)
async def propose_model_change(
    here: Here, caller: Comer, initiative: PathId, body: ProposeModelChangeBody, key: IdempotencyKey = None
) -> Accepted:
    """Propose to go on by another published model, for a reason, with the hash of its dry run. Somebody else, who
    coordinates too or administers, then approves it.
    """
    return await _said(
        Saying(here, caller, initiative, ProposeModelChange, body, key, lookup(here, body.model, body.version))
    )


@router.post(
    "/approve-model-change",
    responses=declared(*ASKING_TEMPORAL),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": APPROVAL}}}},
)
@needs(Scope.INITIATIVES_WRITE, Scope.SEAT)
async def approve_model_change(
    here: Here, caller: Comer, initiative: PathId, body: ApproveModelChangeBody, key: IdempotencyKey = None
) -> Accepted:
    """Approve the change that another has proposed. It is made at once, if its dry run still says the same."""
    return await _said(
        Saying(here, caller, initiative, ApproveModelChange, body, key, lookup(here, body.model, body.version))
    )


async def _said(saying: Saying) -> Accepted:
    try:
        return await interact(saying)
    finally:
        await saying.who.used(saying.services)
