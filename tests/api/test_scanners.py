"""Scanners: whoever looks, with GET or HEAD, at whatever address and with whatever token, changes nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from domain.house import AuditorRead
from tests.api import doors
from tests.api.conftest import Shared
from tests.api.objects import Objects
from tests.api.test_doors import FOREIGN, MISSING, OWN, Walk
from tests.api.test_doors import walk as walk
from tests.fixtures.databases import everything
from tests.fixtures.profiles import CAMPAIGN

pytestmark = pytest.mark.server
VISITS = 10_000 if CAMPAIGN else 400


async def rows(shared: Shared | Objects, *, seen_by_sessions: bool = False) -> dict[str, list[Any]]:
    """Every row of every table, but for when a key was last used, counts of limits, and that auditors read;
    `seen_by_sessions`: and when a session was last used.
    """
    found: dict[str, list[Any]] = dict(await everything(shared.http.services.database))
    if seen_by_sessions:
        found["staff_session"] = [len(found["staff_session"])]
    found["ledger_entry"] = [row for row in found["ledger_entry"] if AuditorRead.KIND not in row]
    found["stream_head"] = [row for row in found["stream_head"] if not row.startswith("('house'")]
    found["ledger_waiting"] = [row for row in found["ledger_waiting"] if "'house'" not in row]
    found["api_key"] = [len(found["api_key"])]
    del found["rate_count"], found["read_noted"], found["house_actor"], found["house_mention"]
    return found


async def test_thousands_of_visits_of_scanners_change_nothing(
    walk: Walk, record_property: Callable[[str, object], None]
) -> None:
    chance, looks = random.Random(7), sorted(route for route in doors.ALL if route.startswith("GET "))
    tokens = [*walk.tokens, "a link that is held", "a link with more behind it"]
    walk.tokens |= {"a link that is held": "A" * 43, "a link with more behind it": f"{walk.tokens['own participant']}."}
    every = [(route, who) for route in looks for who in tokens]
    before, seen = await rows(walk.shared), set[int]()
    for number in range(VISITS):
        route, who = every[number % len(every)] if CAMPAIGN else chance.choice(every)
        method = chance.choice(("GET", "HEAD"))
        status = await walk.knock(route.replace("GET", method, 1), who, chance.choice((OWN, FOREIGN, MISSING)))
        assert status < 500, (route, who)
        seen.add(status)
    assert await rows(walk.shared) == before
    assert {200, 401, 403, 404} <= seen
    record_property("visits", VISITS)


async def test_a_head_of_a_page_is_answered_as_its_get_without_the_page(walk: Walk) -> None:
    for path in (f"/p/{walk.tokens['own participant']}", "/p/unknown", "/docs"):
        got, head = [await walk.shared.http.client.request(method, path) for method in ("GET", "HEAD")]
        told = [{name: said for name, said in one.headers.items() if name != "x-request-id"} for one in (got, head)]
        assert (head.status_code, told[1]) == (got.status_code, told[0])
