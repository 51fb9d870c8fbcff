"""Repeating: with an Idempotency-Key a request that comes again is one request, with one answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError, RPCStatusCode

from api.stamps import Stamp
from models import idempotency
from models.tables import Idempotency
from tests.api.conftest import CONVENING, Shared, standing
from tests.fixtures.api import Http

pytestmark = pytest.mark.server
YES, NO = {"reply": "yes"}, {"reply": "no"}
CHAIRS = {"chair": "seat_1", "deputy_chair": "seat_2"}


@pytest.fixture
async def fresh(shared: Shared) -> tuple[Http, str]:
    """An initiative of the test's own."""
    return shared.http, f"/initiatives/{await shared.http.start(model=CONVENING)}/convening/answer-invitation"


def by_phone(http: Http, seat: int, said: dict[str, str]) -> dict[str, str]:
    return {**said, "for_seat": http.village.seats[seat], "channel": "phone"}


async def stamps(http: Http) -> list[Idempotency]:
    return list(await http.services.database.read(lambda session: session.exec(select(Idempotency)).all()))


async def test_a_repeated_answer_gets_the_same_answer_and_counts_once(fresh: tuple[Http, str]) -> None:
    http, path = fresh
    first = await http.post(path, by_phone(http, 1, YES), key="once and again")
    before = await standing(http)
    again = await http.post(path, by_phone(http, 1, YES), key="once and again")
    assert (again.status_code, again.content) == (first.status_code, first.content) == (200, first.content)
    assert await standing(http) == before


async def test_without_a_key_a_repeated_answer_is_another_one(fresh: tuple[Http, str]) -> None:
    http, path = fresh
    assert (await http.post(path, by_phone(http, 1, YES))).status_code == 200
    assert (await http.post(path, by_phone(http, 1, YES))).status_code == 409


async def test_a_key_belongs_to_one_request_of_one_speaker(fresh: tuple[Http, str]) -> None:
    http, path = fresh
    assert (await http.post(path, by_phone(http, 1, YES), key="a key of mine")).status_code == 200
    others = [
        await http.post(path, by_phone(http, 1, NO), key="a key of mine"),
        await http.post(path.replace("answer-invitation", "name-chair"), CHAIRS, key="a key of mine"),
        await http.post("/initiatives", http.village.start(), key="a key of mine"),
    ]
    assert [(a.status_code, a.json()["type"]) for a in others] == [(422, "urn:talkoot:KeyReused")] * 3
    assert all(answer.json()["remedy"] for answer in others)
    initiative = path.split("/")[2]
    link = await http.link(initiative, http.village.seats[2], "answer_invitation")
    assert (await http.post(path, NO, by=link, key="a key of mine")).status_code == 200
    admin = await http.post(path, by_phone(http, 3, NO), by=http.village.admin, key="a key of mine")
    assert admin.status_code == 200


async def test_a_refused_request_may_come_again_with_its_key_once_it_is_right(fresh: tuple[Http, str]) -> None:
    http, path = fresh
    name = path.replace("answer-invitation", "name-chair")
    chairs = {"chair": http.village.seats[0], "deputy_chair": http.village.seats[1]}
    assert (await http.post(name, chairs, key="too early")).status_code == 403
    for seat in (0, 1):
        await http.post(path, by_phone(http, seat, YES))
    assert (await http.post(name, chairs, key="too early")).status_code == 200


async def test_requests_with_one_key_at_once_count_once(fresh: tuple[Http, str]) -> None:
    http, path = fresh
    answers = await asyncio.gather(*(http.post(path, by_phone(http, 1, YES), key="all at once") for _ in range(50)))
    held = [a for a in answers if a.status_code == 409]
    assert all(a.json()["type"] == "urn:talkoot:KeyHeld" and a.json()["remedy"] for a in held)
    taken = {a.content for a in answers if a.status_code == 200}
    assert len(taken) == 1
    view = (await http.get(path.removesuffix("/convening/answer-invitation"))).json()
    assert view["state"]["replies"] == {http.village.seats[1]: "yes"}
    entries = (await http.get(path.replace("convening/answer-invitation", "history"), limit=200)).json()["entries"]
    assert sum(entry["content"]["type"] == "invitation.accepted" for entry in entries) == 1


async def test_starts_with_one_key_at_once_start_once(shared: Shared) -> None:
    http, body = shared.http, shared.http.village.start(model=CONVENING)
    answers = await asyncio.gather(*(http.post("/initiatives", body, key="start at once") for _ in range(50)))
    assert {a.status_code for a in answers} <= {201, 409}
    again = await http.post("/initiatives", body, key="start at once")
    assert {again.json()["id"]} == {a.json()["id"] for a in answers if a.status_code == 201}
    assert again.headers["Location"] == f"/api/v1/initiatives/{again.json()['id']}"


@pytest.fixture
async def away() -> Client:
    """A client of a Temporal server that is not there."""
    return await Client.connect("127.0.0.1:9", lazy=True, data_converter=pydantic_data_converter)


async def test_an_unanswered_request_keeps_its_time_and_frees_its_key(fresh: tuple[Http, str], away: Client) -> None:
    http, path = fresh
    services, first = http.services, datetime.now(UTC) - timedelta(minutes=5)
    here, clock = services.temporal, services.clock
    services.temporal, services.clock = away, lambda: first
    try:
        lost = await http.post(path, by_phone(http, 1, YES), key="nobody answered")
    finally:
        services.temporal, services.clock = here, clock
    assert (lost.status_code, lost.json()["type"], lost.headers["Retry-After"]) == (503, "urn:talkoot:Unavailable", "2")
    assert "same Idempotency-Key" in lost.json()["remedy"]
    found = await http.post(path, by_phone(http, 1, YES), key="nobody answered")
    assert found.status_code == 200
    assert datetime.fromisoformat(found.json()["received_at"]) == first


@dataclass
class Overtaken:
    """A client of Temporal whose update comes too late: a former attempt of it is carried out and ends the run."""

    client: Client

    def get_workflow_handle(self, initiative: str) -> Overtaken:
        self.handle = self.client.get_workflow_handle(initiative)
        return self

    async def execute_update(self, *said: Any, **more: Any) -> None:
        await self.handle.execute_update(*said, **more)
        raise RPCError("workflow execution already completed", RPCStatusCode.NOT_FOUND, b"")


async def test_a_retry_that_its_first_attempt_overtakes_is_answered_though_the_run_has_ended(
    fresh: tuple[Http, str],
) -> None:
    http, path = fresh
    initiative = path.split("/")[2]
    said, here = {"exit": "stop", "reason": "Kumppanuus ei toimi."}, http.services.temporal
    http.services.temporal = Overtaken(here)  # type: ignore[assignment]
    try:
        answer = await http.post(f"/initiatives/{initiative}/take-exit", said, key="overtaken")
        refused = await http.post(f"/initiatives/{initiative}/take-exit", said, key="another one")
    finally:
        http.services.temporal = here
    assert (answer.status_code, answer.json()["happened"], refused.status_code) == (200, "phase.exited", 410)
    entries = (await http.get(f"/initiatives/{initiative}/history", limit=200)).json()["entries"]
    assert entries[answer.json()["seq"] - 1]["texts"] == {"reason": "Kumppanuus ei toimi."}
    again = await http.post(f"/initiatives/{initiative}/take-exit", said, key="overtaken")
    assert (again.status_code, again.content) == (200, answer.content)


async def test_a_start_that_was_not_answered_starts_once(shared: Shared, away: Client) -> None:
    http, body = shared.http, shared.http.village.start(model=CONVENING)
    here, http.services.temporal = http.services.temporal, away
    try:
        left = []
        for _ in range(3):
            assert (await http.post("/initiatives", body, key="an unanswered start")).status_code == 503
            left.append(await standing(http))
    finally:
        http.services.temporal = here
    assert left[1:] == left[:1] * 2  # what the first try leaves for the next ones, these leave alone
    first, again = [await http.post("/initiatives", body, key="an unanswered start") for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]


async def test_the_ledger_answers_for_a_key_whose_stamp_was_swept(fresh: tuple[Http, str]) -> None:
    http, path = fresh
    first = await http.post(path, by_phone(http, 1, YES), key="long ago")
    start = http.village.start(model=CONVENING)
    started = await http.post("/initiatives", start, key="started long ago")
    await http.services.database.write(lambda session: idempotency.sweep(session, datetime.now(UTC)))
    assert await stamps(http) == []
    ledger = (await standing(http))["ledger"]
    again = await http.post(path, by_phone(http, 1, YES), key="long ago")
    assert (again.status_code, again.content) == (200, first.content)
    withdrawn = http.services.models.pop(CONVENING)  # nothing would start by it now
    try:
        restarted = await http.post("/initiatives", start, key="started long ago")
    finally:
        http.services.models[CONVENING] = withdrawn
    assert (restarted.status_code, restarted.json()["id"]) == (201, started.json()["id"])
    assert (await standing(http))["ledger"] == ledger


async def test_a_key_that_comes_back_with_another_request_after_its_stamp_was_swept_is_another_request(
    fresh: tuple[Http, str],
) -> None:
    http, path = fresh
    first = await http.post(path, by_phone(http, 1, YES), key="used again")
    start = http.village.start(model=CONVENING)
    started = await http.post("/initiatives", start, key="starts again")
    await http.services.database.write(lambda session: idempotency.sweep(session, datetime.now(UTC)))
    other = await http.post(path, by_phone(http, 2, YES), key="used again")
    assert (other.status_code, other.json()["recorded"]["seat"]) == (200, http.village.seats[2])
    assert other.json()["seq"] > first.json()["seq"]
    restarted = await http.post("/initiatives", start | {"title": "Aivan toinen"}, key="starts again")
    assert restarted.status_code == 201
    assert restarted.json()["id"] != started.json()["id"]


async def test_a_retry_of_a_request_to_an_earlier_version_is_known_by_the_key_it_had_there(
    fresh: tuple[Http, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    http, path = fresh
    of, start = Stamp.of, http.village.start(model=CONVENING)

    def earlier(*said: Any) -> Stamp:
        stamp = of(*said)
        return replace(stamp, command_key=str(stamp.digest)[:16])

    with monkeypatch.context() as patch:
        patch.setattr(Stamp, "of", earlier)
        first = await http.post(path, by_phone(http, 1, YES), key="said before")
        started = await http.post("/initiatives", start, key="started before")
    ledger = (await standing(http))["ledger"]
    again = await http.post(path, by_phone(http, 1, YES), key="said before")
    restarted = await http.post("/initiatives", start, key="started before")
    assert (again.status_code, again.content) == (200, first.content)
    assert (restarted.status_code, restarted.json()["id"]) == (201, started.json()["id"])
    assert (await standing(http))["ledger"] == ledger
