"""What coordinators owe themselves is on the phone list of those who may call them, and never on their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.api.conftest import CONVENING
from tests.api.test_phone_list import reach, steps
from tests.api.test_seats import person
from tests.fixtures.api import Http
from tests.fixtures.temporal import Run

pytestmark = pytest.mark.server


@dataclass
class Late:
    """An initiative whose coordinator has let a day pass; the keys of that one, and of who stands in."""

    http: Http
    id: str
    coordinator: str
    deputy: str

    async def lines(self, by: str, **query: Any) -> list[dict[str, Any]]:
        """The lines about what those who coordinate owe."""
        answer = await self.http.get("/phone-list", by=by, limit=200, **query)
        assert answer.status_code == 200, answer.text
        return [line for line in answer.json()["lines"] if line["seat"] is None]


@pytest.fixture
async def late(http: Http) -> Late:
    model = http.services.models["fi.yhteisovaikuttavuus"]
    http.services.models[CONVENING] = replace(model, id=CONVENING, first="convening")
    _, key = await person(http, "Koordinoija")
    deputy, key_of_deputy = await person(http, "Sijainen")
    body = http.village.start(model=CONVENING, coordinator_deputies=[deputy])
    started = await http.post("/initiatives", body, by=key)
    assert started.status_code == 201, started.text
    initiative = started.json()["id"]
    view = (await http.get(f"/initiatives/{initiative}", by=key)).json()
    due = next(datetime.fromisoformat(one["due"]) for one in view["obligations"] if one["seat"] is None)
    run = Run(http.runs, initiative, http.runs.environment.client.get_workflow_handle(initiative))
    nudge = (await steps(http, initiative, due))["nudge"]
    await reach(http, run, nudge - timedelta(minutes=1))
    early = Late(http, initiative, key, key_of_deputy)
    assert await early.lines(http.village.admin) == []
    await reach(http, run, nudge + timedelta(minutes=1))
    return early


async def test_an_administrator_and_the_deputy_see_whom_to_call_and_the_coordinator_does_not(late: Late) -> None:
    seen = await late.lines(late.deputy)
    assert seen
    assert await late.lines(late.http.village.admin, initiative=late.id) == seen
    assert await late.lines(late.coordinator) == []
    assert await late.lines(late.http.village.other_coordinator) == []
    line = seen[0]
    assert (line["why"], line["role"], line["answers"]) == ("unread", "koordinaattori", [])
    assert [(one["role"], one["name"], one["why"]) for one in line["people"]] == [
        ("coordinator", "Koordinoija", "unread"),
        ("deputy", "Sijainen", None),
    ]
    assert (await late.lines(late.deputy, language="sv"))[0]["role"] == "koordinator"


async def test_a_call_to_a_coordinator_is_kept_with_the_line(late: Late) -> None:
    line = (await late.lines(late.deputy))[0]
    said = {"obligation": line["obligation"], "result": "will_answer"}
    kept = await late.http.post(f"/phone-list/{late.id}/called", said, by=late.deputy)
    assert kept.status_code == 201, kept.text
    assert [call["result"] for call in (await late.lines(late.deputy))[0]["calls"]] == ["will_answer"]
    stranger = late.http.village.other_coordinator
    assert (await late.http.post(f"/phone-list/{late.id}/called", said, by=stranger)).status_code == 403
