"""What may stand behind an address's question mark: what the route knows. A misspelt `dry_run` would change things."""

from __future__ import annotations

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel

from api.strict import shown
from domain.refusals import Malformed


async def require_known(request: Request) -> None:
    """Raise Malformed for a parameter that the route does not know."""
    route = request.scope["route"]
    if not request.scope["query_string"] or not isinstance(route, APIRoute):
        return
    known = _names(route.dependant)
    for name in request.query_params:
        if name not in known:
            remedy = f"leave it out; known here: {', '.join(known) or 'none'}"
            raise Malformed("no such parameter", path=shown(name), remedy=remedy)


def _names(dependant: Dependant) -> list[str]:
    """Those of the route itself and of all that it depends on."""
    own: list[str] = []
    for field in dependant.query_params:
        shape = field.field_info.annotation
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            own.extend(shape.model_fields)
        else:
            own.append(field.alias)
    return own + [name for inner in dependant.dependencies for name in _names(inner)]
