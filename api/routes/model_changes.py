"""Changes of the model of all initiatives that go by one version: tried, approved as a list, worked through."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from api import changing_models
from api.change_bodies import Model, Sha256, Version
from api.changing_models import MOST, ChangeView
from api.doors import Admin, Here
from api.problems import ASKING_TEMPORAL, WRITING, declared
from api.queries import require_clear
from api.scopes import needs
from api.strict import Strict
from api.words import PathId, Text
from models.scopes import Scope

router = APIRouter(prefix="/model-changes", tags=["model changes"], dependencies=[Depends(require_clear)])
DryRun = Annotated[bool, Query(description="try it, and keep nothing")]


class ProposeChange(Strict):
    """From which version to which published one, and why: the reason is told in each initiative."""

    from_model: Model
    from_version: Version
    to_model: Model
    to_version: Version
    reason: Annotated[Text, Field(examples=["Kyselyn väli pitenee, koska vastaajat väsyvät."])]


class ApproveChange(Strict):
    """The list that is approved, by the hash over its dry runs."""

    sha256: Sha256


class ApplyChange(Strict):
    """How many initiatives to change in this request."""

    most: Annotated[int, Field(ge=1, le=MOST)] = 20


@router.post("", status_code=201, responses=declared(*WRITING))
@needs(Scope.ADMIN)
async def propose(here: Here, asking: Admin, wanted: ProposeChange, dry_run: DryRun = False) -> ChangeView:
    """Try a change on every initiative that goes by a version and has not ended: the hash of each dry run, or why it
    cannot be. `GET /initiatives/{initiative}/model-change` shows what a dry run says. Nothing is changed yet.
    """
    return await changing_models.propose(here, asking, changing_models.Wanted(**wanted.model_dump()), dry_run)


@router.get("", responses=declared())
@needs(Scope.ADMIN)
async def changes(here: Here, asking: Admin) -> list[ChangeView]:
    """All changes, the newest first, without their initiatives."""
    return await changing_models.listed(here)


@router.get("/{change}", responses=declared())
@needs(Scope.ADMIN)
async def one(here: Here, asking: Admin, change: PathId) -> ChangeView:
    """A change, and what has become of each initiative in it."""
    return await changing_models.shown(here, change)


@router.post("/{change}/approve", responses=declared(*WRITING))
@needs(Scope.ADMIN)
async def approve(here: Here, asking: Admin, change: PathId, wanted: ApproveChange) -> ChangeView:
    """Approve a list that another administrator has proposed, as it stands."""
    return await changing_models.approve(here, asking, change, wanted.sha256)


@router.post("/{change}/apply", responses=declared(*ASKING_TEMPORAL))
@needs(Scope.ADMIN)
async def apply(here: Here, asking: Admin, change: PathId, wanted: ApplyChange) -> ChangeView:
    """Change the next initiatives of an approved list. Call it until none is `tried` any more; stopped anywhere, it
    goes on where it was, and nothing happens twice. One that is not as in its dry run any more is left as it is.
    """
    return await changing_models.apply(here, change, wanted.most)


@router.post("/{change}/retry", responses=declared(*WRITING))
@needs(Scope.ADMIN)
async def retry(here: Here, asking: Admin, change: PathId) -> ChangeView:
    """Try again what could not be changed or has moved on. The list is another one then, and approved anew."""
    return await changing_models.retry(here, change)
