"""A preparation over HTTP: from its call to the cycle that the granted application starts, once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.preparing import Saying
from api.problems import StillWorking
from domain.charter import successor_of
from operating_models.load import published
from tests.fixtures.api import Http

pytestmark = pytest.mark.server

PREPARATION = "fi.yhteisovaikuttavuus.valmistelu"
CYCLE = "fi.yhteisovaikuttavuus"


def in_days(number: int) -> str:
    return (datetime.now(ZoneInfo("Europe/Helsinki")).date() + timedelta(days=number)).isoformat()


def call(**changes: Any) -> dict[str, Any]:
    needed = [{"id": "goals", "kind": "text"}, {"id": "logo", "kind": "attachment", "mandatory": False}]
    return {"title": "Älykkäät kylät", "funder": "ely_keskus", "day": in_days(200), "requirements": needed} | changes


class Preparing:
    """A preparation and its coordinator, who also enters what seats say on the phone."""

    def __init__(self, http: Http, initiative: str) -> None:
        self.http, self.initiative = http, initiative

    async def says(self, what: str, **body: Any) -> dict[str, Any]:
        answer = await self.http.post(f"/initiatives/{self.initiative}/{what}", body)
        assert answer.status_code == 200, f"{what}: {answer.text}"
        told: dict[str, Any] = answer.json()
        return told

    async def all_say(self, seats: list[str], what: str, **body: Any) -> None:
        for seat in seats:
            await self.says(what, for_seat=seat, channel="phone", **body)

    async def shown(self) -> dict[str, Any]:
        answer = await self.http.get(f"/initiatives/{self.initiative}/preparation")
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    async def in_phase(self, phase: str) -> None:
        for _ in range(500):
            if (await self.http.get(f"/initiatives/{self.initiative}")).json()["phase"] == phase:
                return
        raise AssertionError(f"{phase} did not come")


@pytest.fixture(autouse=True)
def as_published(http: Http) -> None:
    """Other tests let every model begin with its needs."""
    http.services.models |= {name: published()[name] for name in (PREPARATION, CYCLE)}


async def planning(http: Http) -> Preparing:
    """A preparation whose partners have joined."""
    preparing = Preparing(http, await http.start(model=PREPARATION))
    seats = http.village.seats
    ready = {"approach": "right", "champions": 3, "resources": 3, "urgency": 3}
    await preparing.all_say(seats[:5], "readiness/answer-readiness", **ready)
    await preparing.says("readiness/note-landscape", text="Järjestöneuvosto toimii.")
    await preparing.says("take-exit", exit="advance")
    await preparing.in_phase("need_identification")
    await preparing.all_say(seats[:3], "need-identification/submit-need", text="Koordinaatio puuttuu.")
    for need in ("n1", "n2", "n3"):
        await preparing.says("need-identification/answer-need", need=need, answer="taken_up", reason="Tähän vastataan.")
    await preparing.says("need-identification/state-problem", text="Yhteistyötä ei koordinoi kukaan.")
    await preparing.all_say(seats[:1], "need-identification/confirm-statement", agrees=True)
    await preparing.says("take-exit", exit="advance")
    await preparing.in_phase("convening")
    await preparing.all_say(seats[:6], "convening/answer-invitation", reply="yes")
    await preparing.says("convening/name-chair", chair=seats[0], deputy_chair=seats[1])
    await preparing.says("meetings/fix-meeting", at=(datetime.now(UTC) + timedelta(days=30)).isoformat())
    await preparing.says("take-exit", exit="advance")
    await preparing.in_phase("joint_planning")
    return preparing


async def granted(http: Http) -> Preparing:
    """A preparation whose application was granted."""
    preparing, seats = await planning(http), http.village.seats[:6]
    await preparing.says("application/name-call", **call())
    made = await preparing.says(
        "application/allot-section", title="Tavoitteet", owner=seats[0], deputy=seats[1], answers=["goals"]
    )
    assert made["recorded"]["section"] == "s1"
    writer = await http.link(preparing.initiative, seats[0], "write_section")
    written = await http.post(
        f"/initiatives/{preparing.initiative}/application/write-section", {"section": "s1", "text": "Näin."}, by=writer
    )
    assert written.json()["happened"] == "section.written", written.text
    await preparing.says("application/open-comments")
    await preparing.all_say(seats, "application/no-comment")
    await preparing.says("application/open-endorsing")
    await preparing.all_say(seats, "application/endorse", endorses=True)
    await preparing.says("application/freeze")
    await preparing.says("application/record-submission", number="HAK-7/2026", at=datetime.now(UTC).isoformat())
    await preparing.says("application/record-decision", answer="granted", reference="2026/456", day=in_days(0))
    return preparing


async def test_the_call_and_its_back_plan_are_shown_with_slack_and_what_may_be_shortened(http: Http) -> None:
    preparing = Preparing(http, await http.start(model=PREPARATION))
    assert (await preparing.shown())["call"] is None
    await preparing.says("application/name-call", **call())
    shown = await preparing.shown()
    assert (shown["call"]["assumed"], shown["call"]["time"], shown["call"]["zone"]) == (
        True,
        "23:59",
        "Europe/Helsinki",
    )
    assert shown["backplan"]["deadline"] == shown["call"]["deadline"]
    assert shown["backplan"]["slack"] > 0
    assert [(one["id"], one["takes"], one["shortest"]) for one in shown["backplan"]["milestones"]] == [
        ("full_draft", 10, 5),
        ("comments", 10, 5),
        ("endorsements", 5, None),
        ("freeze", 1, None),
        ("submit", 2, 1),
    ]
    assert [(one["id"], one["covered"], one["mandatory"]) for one in shown["requirements"]] == [
        ("goals", False, True),
        ("logo", False, False),
    ]
    told = (await http.get(f"/initiatives/{preparing.initiative}/story", language="en")).json()
    assert "The call does not say the time of day: 23:59 is assumed." in told["text"]
    assert "working days to spare" in told["text"]


@pytest.mark.parametrize(
    ("changes", "status", "path"),
    [
        ({"time": "24:10"}, 422, "time"),
        ({"zone": "Europe/Paris"}, 422, "zone"),
        ({"price": 5}, 422, "price"),
        ({"requirements": [{"id": "goals", "kind": "poem"}]}, 422, "requirements.0.kind"),
    ],
)
async def test_a_call_that_is_not_one_is_refused_with_its_place(
    http: Http, changes: dict[str, Any], status: int, path: str
) -> None:
    initiative = await http.start(model=PREPARATION)
    refused = await http.post(f"/initiatives/{initiative}/application/name-call", call(**changes))
    assert (refused.status_code, refused.json()["path"]) == (status, path), refused.text


async def test_a_granted_application_starts_its_cycle_once_with_seats_mandate_and_needs(http: Http) -> None:
    preparing = await granted(http)
    path, body = f"/initiatives/{preparing.initiative}/application/start-cycle", {"model": CYCLE}
    started = await http.post(path, body, key="start-the-cycle")
    assert started.status_code == 200, started.text
    cycle = started.json()["recorded"]["initiative"]
    assert cycle == successor_of(preparing.initiative)
    assert (await http.post(path, body, key="start-the-cycle")).json() == started.json()
    again = await http.post(path, body, key="start-it-once-more")
    assert (again.status_code, again.json()["type"]) == (409, "urn:talkoot:AlreadyAnswered")
    first = (await http.get(f"/initiatives/{preparing.initiative}")).json()
    follower = (await http.get(f"/initiatives/{cycle}")).json()
    assert (follower["model"], follower["phase"], follower["title"]) == (CYCLE, "readiness", first["title"])
    assert follower["mandate"] == first["mandate"]
    assert {seat["id"] for seat in follower["seats"]} == set(http.village.seats[:6])
    assert follower["follows"]["initiative"] == preparing.initiative
    assert follower["follows"]["needs"] == ["n1", "n2", "n3"]
    assert follower["follows"]["text_sha256"] == (await preparing.shown())["text_sha256"]
    assert (await preparing.shown())["cycle"] == cycle


async def test_a_cycle_that_was_started_and_not_recorded_is_found_again(
    http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    preparing = await granted(http)
    path, body = f"/initiatives/{preparing.initiative}/application/start-cycle", {"model": CYCLE}

    async def gone(saying: Saying) -> None:
        raise StillWorking("the worker is away", remedy="send it again")

    with monkeypatch.context() as broken:
        broken.setattr("api.speaking.interact", gone)
        assert (await http.post(path, body)).status_code == 504
    cycle = successor_of(preparing.initiative)
    seq = (await http.get(f"/initiatives/{cycle}")).json()["seq"]
    assert (await preparing.shown())["cycle"] is None
    assert (await http.post(path, body)).json()["recorded"]["initiative"] == cycle
    assert (await http.get(f"/initiatives/{cycle}")).json()["seq"] == seq


async def test_two_who_start_the_cycle_at_once_start_one(http: Http) -> None:
    preparing = await granted(http)
    path, body = f"/initiatives/{preparing.initiative}/application/start-cycle", {"model": CYCLE}
    answers = await asyncio.gather(*(http.post(path, body, by=by) for by in (http.village.admin, "")))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    listed = (await http.get("/initiatives", by=http.village.admin)).json()["initiatives"]
    assert [one["id"] for one in listed if one["model"] == CYCLE] == [successor_of(preparing.initiative)]


async def test_nothing_is_started_before_the_funder_has_decided_nor_by_who_may_not(http: Http) -> None:
    preparing = Preparing(http, await http.start(model=PREPARATION))
    path, body = f"/initiatives/{preparing.initiative}/application/start-cycle", {"model": CYCLE}
    refused = await http.post(path, body)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:talkoot:TooEarly")
    foreign = await http.post(path, body, by=http.village.other_coordinator)
    assert foreign.status_code == 403
    link = await http.link(preparing.initiative, http.village.seats[0], "answer_readiness")
    assert (await http.post(path, body, by=link)).status_code == 403
    assert (await http.get(f"/initiatives/{successor_of(preparing.initiative)}")).status_code == 404


async def test_a_model_without_an_application_has_no_preparation_to_show(http: Http) -> None:
    model = http.services.models[CYCLE]
    http.services.models["fi.bare"] = replace(model, id="fi.bare", matters=None)
    initiative = await http.start(model="fi.bare")
    answer = await http.get(f"/initiatives/{initiative}/preparation")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:talkoot:NotFound")
