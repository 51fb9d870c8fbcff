"""What villages show in any phase fits the showroom's model, and a transfer touches its own mandate only."""

from __future__ import annotations

from typing import Any

import httpx

from demo.api import Api
from demo.register import transferred
from demo.showroom.beside_phases import OFFERED_IN, RESTS
from domain.operating_model import ExitKind
from tests.demo.showroom.test_villages import CALENDAR, OPENED, SHOWROOM


def test_a_phase_rests_long_enough_to_be_seen_and_no_longer_than_the_model_allows() -> None:
    assert SHOWROOM.exits is not None
    assert SHOWROOM.exits.hold is not None
    longest = CALENDAR.due(OPENED, SHOWROOM.exits.hold.longest) - OPENED
    assert longest / 2 < RESTS < longest


def test_the_coordination_is_offered_where_the_model_lets_it_be_handed_over() -> None:
    assert ExitKind.HAND_OVER in SHOWROOM.phases[OFFERED_IN].next


async def test_a_transferred_mandate_follows_the_former_one_and_differs_in_holder_and_meeting_only() -> None:
    rows = [{"id": id, "given_to": "org_1", "places": ["*"], "meeting_reference": "1/2026"} for id in ("m1", "m2")]
    entered: list[dict[str, Any]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json=rows)
        entered.append(httpx.Response(200, content=request.content).json())
        return httpx.Response(201, json={"id": "m3"})

    async with httpx.AsyncClient(base_url="http://api", transport=httpx.MockTransport(answer)) as http:
        assert await transferred(Api(http), "m2", "org_2", "2/2026") == "m3"
    assert entered == [{"former_id": "m2", "given_to": "org_2", "places": ["*"], "meeting_reference": "2/2026"}]
