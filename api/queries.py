"""What a request says beside its body: behind the question mark what the route knows, and each thing once.

A misspelt `dry_run` would change things, and of two values one would count and the other be lost without a word.
"""

from __future__ import annotations

from collections import Counter
from typing import get_origin

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel

from api.strict import shown
from domain.refusals import Malformed

KEY = "Idempotency-Key"


async def require_clear(request: Request) -> None:
    """Raise Malformed for a parameter that the route does not know, or one or an Idempotency-Key that comes twice. A
    parameter that is a list may come several times.
    """
    if len(request.headers.getlist(KEY)) > 1:
        raise Malformed("is sent twice", path=KEY, remedy="send it once, so that it is clear which request this is")
    route = request.scope["route"]
    if not request.scope["query_string"] or not isinstance(route, APIRoute):
        return
    known = _known(route.dependant)
    said = Counter(name for name, _ in request.query_params.multi_items())
    for name, times in said.items():
        if name not in known:
            remedy = f"leave it out; known here: {', '.join(known) or 'none'}"
            raise Malformed("is no parameter of this", path=shown(name), remedy=remedy)
        if times > 1 and not known[name]:
            raise Malformed("is said twice", path=name, remedy="say it once, so that it is clear which is meant")


def _known(dependant: Dependant) -> dict[str, bool]:
    """The parameters of the route itself and of all that it depends on, and whether each is a list."""
    known: dict[str, bool] = {}
    for inner in dependant.dependencies:
        known |= _known(inner)
    for field in dependant.query_params:
        shape = field.field_info.annotation
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            known |= {name: get_origin(one.annotation) is list for name, one in shape.model_fields.items()}
        else:
            known[field.alias] = get_origin(shape) is list
    return known
