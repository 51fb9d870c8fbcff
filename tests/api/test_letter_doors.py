"""The doors of letters: who oversees all of them, and who says what became of one that is held."""

from __future__ import annotations

import pytest

from tests.api import doors
from tests.api.test_doors import KEYS, LINKS, READING, Walk
from tests.api.test_doors import walk as walk

pytestmark = pytest.mark.server


async def test_the_balance_of_all_letters_is_for_those_who_see_everything(walk: Walk) -> None:
    for route in doors.OVERSEE:
        for who in KEYS + LINKS:
            assert await walk.knock(route, who) == (200 if who in ("auditor", "admin") else 403), (who, route)


async def test_a_held_letter_is_settled_by_the_coordinator_alone(walk: Walk) -> None:
    for route in doors.SETTLE:
        for who, expected in READING.items():
            for initiative, status in expected.items():
                # let in, they learn that there is no such letter
                let_in = who == "admin" or who.endswith("coordinator")
                answered = (404 if status == 200 else status) if let_in else 403
                assert await walk.knock(route, who, initiative) == answered, (who, route, initiative)
