"""What works, over HTTP: exact for who coordinates it, without small numbers for others."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Shared
from tests.fixtures.rules import SECTORS

pytestmark = pytest.mark.server


async def response(shared: Shared, path: str, who: str) -> dict[str, Any]:
    answer = await shared.http.get(path, by=getattr(shared.http.village, who))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_who_coordinates_an_initiative_is_told_of_every_sector_and_others_of_no_small_one(
    unchanged: Shared,
) -> None:
    path = f"/initiatives/{unchanged.open}/response"
    own = await response(unchanged, path, "coordinator")
    told = await response(unchanged, path, "auditor")
    assert [(one["sectors"], one["asked"]) for one in own["by_sector"]] == [
        ([sector], 2) for sector in sorted({sector.value for sector in SECTORS})
    ]
    assert (own["asked"], own["answered"]) == (told["asked"], told["answered"]) == (12, 1)
    assert [(len(one["sectors"]), one["asked"], one["answers"]) for one in told["by_sector"]] == [(6, 12, 1)]
    assert told == await response(unchanged, path, "admin")


async def test_over_all_a_coordinator_is_told_of_the_own_initiatives(unchanged: Shared) -> None:
    foreign = await response(unchanged, "/response", "other_coordinator")
    alone = await response(unchanged, f"/initiatives/{unchanged.foreign}/response", "other_coordinator")
    every = await response(unchanged, "/response", "admin")
    assert foreign == alone
    assert every["asked"] > foreign["asked"] == 12
    assert (await response(unchanged, "/response?days=1", "other_coordinator")) == foreign


@pytest.mark.parametrize("days", [0, 3661])
async def test_a_time_that_is_none_is_refused(unchanged: Shared, days: int) -> None:
    assert (await unchanged.http.get("/response", days=days)).status_code == 422
