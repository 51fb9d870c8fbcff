"""What each route needs: declared where the route is, shown in OpenAPI, and asked of all. Else: shut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import Request

from domain.refusals import NotEntitled
from models.scopes import Scope

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
_NEEDS = "__needs__"


def needs(*scopes: Scope) -> Callable[[Endpoint], Endpoint]:
    """Declare that a route is open to whoever has one of these scopes; stands right above the function."""

    def declare(endpoint: Endpoint) -> Endpoint:
        vars(endpoint)[_NEEDS] = frozenset(scopes)
        return endpoint

    return declare


def needed_by(endpoint: Callable[..., Any] | None) -> frozenset[Scope]:
    """Of which scopes a route needs one; none of it is declared: no key and no link opens it."""
    found: frozenset[Scope] = getattr(endpoint, _NEEDS, frozenset())
    return found


def needed_here(request: Request) -> frozenset[Scope]:
    """The same for the route that answers this request."""
    return needed_by(request.scope.get("endpoint"))


def require(has: frozenset[Scope], needed: frozenset[Scope]) -> None:
    """Raise NotEntitled unless one of the scopes that are needed is there; where none is declared, none is enough."""
    if not has & needed:
        asked = f"this needs the scope {' or '.join(sorted(needed))}" if needed else "this is open to nobody"
        raise NotEntitled(asked, remedy="come with a key of such a scope; 'talkoot key list' shows what keys may do")


def require_no_more(has: frozenset[Scope], given: frozenset[Scope], *, path: str = "scopes") -> None:
    """Raise NotEntitled for whoever would give more than they have; `path` says where that stands in what they sent."""
    if lacking := sorted(given - has):
        raise NotEntitled(
            f"you have not got what this would give: {', '.join(lacking)}",
            path=path,
            remedy="give less, or ask an administrator who has these",
        )
