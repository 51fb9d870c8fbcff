"""Scopes: every route says which one it needs, no key does what its scopes do not say, and each scope is enough."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from api.scopes import needed_by
from models import api_keys
from models.scopes import OF_ROLE, Scope
from models.states import KeyRole
from tests.api import doors
from tests.api.conftest import Shared
from tests.api.test_doors import Walk
from tests.api.test_doors import walk as walk
from tests.fixtures.profiles import CAMPAIGN

pytestmark = pytest.mark.server


@pytest.fixture
async def keys(shared: Shared) -> dict[Scope, tuple[str, str]]:
    """Of each scope an administrator's key with it alone, and one with all others."""
    every = OF_ROLE[KeyRole.ADMIN]

    def make(session: object) -> dict[Scope, tuple[str, str]]:
        now = datetime.now(UTC)

        def key(scopes: frozenset[Scope]) -> str:
            return api_keys.create(session, KeyRole.ADMIN, "narrow", now, scopes=scopes)  # type: ignore[arg-type]

        return {scope: (key(frozenset({scope})), key(every - {scope})) for scope in sorted(every)}

    return await shared.http.services.database.write(make)


def test_every_route_declares_its_scopes_and_openapi_shows_them(walk: Walk) -> None:
    app: FastAPI = walk.shared.http.client._transport.app  # type: ignore[attr-defined]
    described, declared = app.openapi()["paths"], {}
    for context in iter_route_contexts(app.routes):
        for method in context.methods or ():
            if method != "HEAD":
                declared[f"{method} {context.path.replace(':path', '')}"] = set(needed_by(context.endpoint))
    assert declared == {route: set() if route in doors.NEEDLESS else doors.scopes_of(route) for route in doors.ALL}
    for route in doors.ALL - doors.NEEDLESS:
        method, _, path = route.partition(" ")
        security = described[path][method.lower()]["security"]
        assert [scope for one in security for said in one.values() for scope in said] == sorted(declared[route]), route


async def test_a_key_without_the_scope_is_kept_out_and_one_with_it_alone_is_let_in(
    keys: dict[Scope, tuple[str, str]], walk: Walk
) -> None:
    for number, (scope, (alone, others)) in enumerate(keys.items()):
        walk.tokens |= {"with it alone": alone, "with all others": others}
        for place, route in enumerate(sorted(doors.ALL - doors.NEEDLESS)):
            needed = doors.scopes_of(route) - {"seat:own"}
            if not CAMPAIGN and (place + number) % 8:
                continue  # every eighth route for each scope
            if scope in needed:
                assert await walk.knock(route, "with all others") == 403, (scope, route)
                of_role = await walk.knock(route, "admin")
                assert await walk.knock(route, "with it alone") == of_role != 403, (scope, route)
            else:
                assert await walk.knock(route, "with it alone") == 403, (scope, route)


def test_no_key_has_what_a_personal_link_has() -> None:
    assert all(Scope.SEAT not in scopes for scopes in OF_ROLE.values())
    assert set().union(*OF_ROLE.values()) == set(Scope) - {Scope.SEAT}
