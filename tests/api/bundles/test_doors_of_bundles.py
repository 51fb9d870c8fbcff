"""The doors of bundles."""

from __future__ import annotations

import pytest

from tests.api import doors
from tests.api.test_doors import KEYS, LINKS, READING, Walk
from tests.api.test_doors import walk as walk

pytestmark = pytest.mark.server


async def test_bundles_are_for_those_who_read_all_that_is_in_them(walk: Walk) -> None:
    for route in doors.TAKE:
        for who, expected in READING.items():
            for initiative, status in expected.items():
                # let in, they learn that nothing signs here
                found = 503 if status == 200 else status
                assert await walk.knock(route, who, initiative) == found, (who, route, initiative)
    for route in doors.TAKE_ALL:
        for who in KEYS + LINKS:
            assert await walk.knock(route, who) == (503 if who in ("auditor", "admin") else 403), (who, route)
