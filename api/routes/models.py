"""Operating models: the rules that initiatives run by, proposed, tried, approved by two, and then never changed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import Field

from api import modelling
from api.doors import Coordinator, Here, Reader
from api.limits import require_json, yaml_body
from api.modelling import ModelText, ModelView, Proposal
from api.problems import WRITING, declared
from api.scopes import needs
from api.strict import Strict
from models.scopes import Scope

router = APIRouter(prefix="/models", tags=["models"])
Yaml = Annotated[bytes, Depends(yaml_body)]
Json = Annotated[None, Depends(require_json)]
DryRun = Annotated[bool, Query(description="read and try the model, and keep nothing")]
ModelId = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_.]{1,180}$", examples=["fi.yhteisovaikuttavuus"])]
Version = Annotated[str, Path(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}$", examples=["1.2.0"])]
_FILE = {
    "type": "string",
    "contentMediaType": "application/yaml",
    "description": "An operating model as YAML 1.2 in UTF-8; operating_models/ holds examples",
    "examples": ['operating_model:\n  id: fi.oma_malli\n  version: "1.0.0"\n'],
}


class Approving(Strict):
    """What is approved: the model whose rules have this hash, as reading it tells."""

    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$", examples=["ab" * 32])]


@router.get("", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def models(here: Here, asking: Reader) -> list[ModelView]:
    """All versions of all models: those that ship with Talkoot, and those proposed here."""
    return await modelling.listed(here)


@router.post(
    "",
    status_code=201,
    responses=declared(*WRITING),
    openapi_extra={"requestBody": {"content": {"application/yaml": {"schema": _FILE}}, "required": True}},
)
@needs(Scope.MODELS_WRITE)
async def propose(here: Here, asking: Coordinator, yaml: Yaml, dry_run: DryRun = False) -> Proposal:
    """Propose a model. It is read strictly and tried by the rules: if everybody answers, every phase is passed by its
    gate; if nobody does any more, from whatever phase on, it ends.

    The same text again changes nothing. Another text of the same version needs new approvals.
    """
    return await modelling.propose(here, asking, yaml, dry_run)


@router.get("/{model}/{version}", responses=declared())
@needs(Scope.INITIATIVES_READ)
async def one(here: Here, asking: Reader, model: ModelId, version: Version) -> ModelText:
    """A version with all its rules."""
    return await modelling.one(here, model, version)


@router.post("/{model}/{version}/approve", responses=declared(*WRITING))
@needs(Scope.MODELS_WRITE)
async def approve(
    here: Here, asking: Coordinator, json: Json, model: ModelId, version: Version, wanted: Approving
) -> ModelView:
    """Approve a proposal as it stands. Once two people have, it is published: initiatives may start on it, and it
    never changes.
    """
    return await modelling.approve(here, asking, model, version, wanted.sha256)
