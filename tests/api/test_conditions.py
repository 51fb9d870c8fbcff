"""The five conditions over HTTP: by sector and round, beside what is known without asking; few ratings stay hidden."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import entered
from tests.fixtures.api import Http
from tests.fixtures.bare_models import bare

pytestmark = pytest.mark.server


async def rate(http: Http, initiative: str, seats: list[str], rating: int) -> None:
    for seat in seats:
        said = {"common_agenda": rating, "backbone_support": None, "for_seat": seat, "channel": "phone"}
        answer = await http.post(f"/initiatives/{initiative}/evaluation/answer-rubric", said)
        assert answer.status_code == 200, answer.text


async def conditions(http: Http, initiative: str) -> dict[str, Any]:
    answer = await http.get(f"/initiatives/{initiative}/conditions", by=http.village.auditor)
    assert answer.status_code == 200, answer.text
    return {one["condition"]: one for one in answer.json()["conditions"]}


async def test_conditions_are_told_round_by_round_beside_what_the_engine_knows(http: Http) -> None:
    model = bare("evaluation")
    http.services.models[model.id] = model
    initiative, seats = await http.start(model=model.id), http.village.seats
    await rate(http, initiative, seats[:2], 1)
    (hidden,) = (await conditions(http, initiative))["common_agenda"]["rounds"]
    assert (hidden["n"], hidden["mean"], hidden["spread"], hidden["sectors"]) == (2, None, None, [])
    await rate(http, initiative, seats[2:4], 3)
    back = await http.post(f"/initiatives/{initiative}/take-exit", {"exit": "loop_back", "reason": "Vielä kerran."})
    assert back.status_code == 200, back.text
    await entered(http, initiative, "piloting")
    assert (await http.post(f"/initiatives/{initiative}/piloting/begin-settling")).status_code == 200
    assert (await http.post(f"/initiatives/{initiative}/take-exit", {"exit": "advance"})).status_code == 200
    await entered(http, initiative, "evaluation")
    await rate(http, initiative, seats[:4], 4)
    found = await conditions(http, initiative)
    first, second = found["common_agenda"]["rounds"]
    assert [(one["round"], one["n"], one["mean"], one["spread"], one["met"]) for one in (first, second)] == [
        (1, 4, 200, [1, 3], False),
        (2, 4, 400, [4, 4], True),
    ]
    sectors = ("association", "informal", "municipality", "wellbeing_county")
    assert first["sectors"] == [{"sector": sector, "median": None, "n": 1} for sector in sectors]
    unknown = found["backbone_support"]["rounds"][-1]
    assert (unknown["n"], unknown["mean"], unknown["met"]) == (0, None, None)
    facts = {fact["fact"]: fact for one in found.values() for fact in one["facts"]}
    assert (facts["sectors_present"]["have"], facts["sectors_present"]["of"]) == (6, 6)
    assert (facts["support_response"]["n"], facts["support_response"]["median"]) == (0, None)
    assert facts["letters_per_person"]["unit"] == "letters"
