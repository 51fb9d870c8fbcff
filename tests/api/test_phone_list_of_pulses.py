"""The phone list and pulses on a real server: a seat is on it once after two missed in a row, until it answers one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.api.test_phone_list import lines, reach
from tests.fixtures.api import Http
from tests.fixtures.temporal import Run

pytestmark = pytest.mark.server
PILOTING = "fi.piloting"


async def test_who_misses_two_pulses_is_called_once_until_one_is_answered(http: Http) -> None:
    model = http.services.models["fi.yhteisovaikuttavuus"]
    http.services.models[PILOTING] = replace(model, id=PILOTING, first="piloting")
    initiative, seat = await http.start(model=PILOTING), http.village.seats[0]
    run = Run(http.runs, initiative, http.runs.environment.client.get_workflow_handle(initiative))
    first, minute = await lapses(http, initiative, 1), timedelta(minutes=1)
    await reach(http, run, first + minute)
    assert seat not in await lines(http)
    await reach(http, run, first + timedelta(days=24))  # the second pulse is open
    lapsed = await lapses(http, initiative, 2)
    await reach(http, run, lapsed - minute)
    assert seat not in await lines(http)
    await reach(http, run, lapsed + minute)
    line = (await lines(http))[seat]
    assert (line["why"], line["obligation"]) == ("missed_pulses", f"piloting.1/answer_pulse/{seat}/2")
    assert "Kaksi kyselyä peräkkäin" in line["asked"]
    await reach(http, run, lapsed + timedelta(days=24))
    third = (await lines(http))[seat]
    assert (third["obligation"], third["since"]) == (f"piloting.1/answer_pulse/{seat}/3", line["since"])
    assert datetime.fromisoformat(third["due"]) > datetime.fromisoformat(line["due"])
    (way,) = third["answers"]
    answer = await http.post(way["path"].removeprefix("/api/v1"), {**way["body"], "progress": 3, "energy": 3})
    assert answer.status_code == 200, answer.text
    left = await lines(http)
    assert seat not in left
    assert len(left) == len(http.village.seats) - 1


async def lapses(http: Http, initiative: str, pulse: int) -> datetime:
    """When a pulse lapses, by the initiative's calendar."""
    folded = (await http.services.folds.of(initiative)).initiative
    owed = next(one for one in folded.of_duty("answer_pulse") if one.subject == str(pulse))
    return folded.ladders.moments(owed.ladder, owed.opened_at, owed.due)[-1][1]
