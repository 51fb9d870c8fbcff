"""The keys of programs, for administrators."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api import keeping_keys
from api.doors import Admin, Here
from api.keeping_keys import KeyInFull, KeyView, NewKey, Rotation
from api.problems import WRITING, declared
from api.scopes import needs
from api.words import PathId
from models.scopes import Scope

router = APIRouter(prefix="/keys", tags=["keys"])
_NEW = {"role": "auditor", "label": "kuntaportaali", "scopes": ["initiatives:read"], "expires_in_days": 365}


def _example(body: dict[str, object]) -> dict[str, object]:
    return {"requestBody": {"content": {"application/json": {"example": body}}}}


@router.get("", responses=declared())
@needs(Scope.ADMIN)
async def keys(here: Here, asking: Admin) -> list[KeyView]:
    """All keys, oldest first, without their secrets; also those that open nothing any more."""
    return await keeping_keys.every(here)


@router.post("", status_code=201, responses=declared(*WRITING), openapi_extra=_example(_NEW))
@needs(Scope.ADMIN)
async def make(here: Here, asking: Admin, new: NewKey, response: Response) -> KeyInFull:
    """Make a key. It is shown in this answer alone: one that got lost on its way is revoked, and another one made."""
    response.headers["Cache-Control"] = "no-store"
    return await keeping_keys.make(here, asking, new)


@router.post(
    "/{key}/rotate", status_code=201, responses=declared(*WRITING), openapi_extra=_example({"overlap_days": 7})
)
@needs(Scope.ADMIN)
async def rotate(here: Here, asking: Admin, key: PathId, how: Rotation, response: Response) -> KeyInFull:
    """Make the next key of a line: it does what this one does and owns what it owns. Both open for the overlap, and
    then the old one ends by itself; never more than two of a line are live.
    """
    response.headers["Cache-Control"] = "no-store"
    return await keeping_keys.rotate(here, asking, key, how)


@router.post("/{key}/revoke", responses=declared(*WRITING))
@needs(Scope.ADMIN)
async def revoke(here: Here, asking: Admin, key: PathId) -> KeyView:
    """End a key at once, for good. Again changes nothing."""
    return await keeping_keys.revoke(here, asking, key)
