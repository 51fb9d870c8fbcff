"""Health: alive is alive; ready names what cannot be reached, and reading goes on without Temporal."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import httpx
import pytest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from api.app import create
from api.routes import health
from api.services import Services
from api.version import VERSION
from models.engine import Database
from models.migrate import _head
from tests.api.conftest import CONVENING, Shared, standing
from tests.fixtures.api import KEYS
from tests.fixtures.stamps import stamp

pytestmark = pytest.mark.server
ANSWER = "convening/answer-invitation"


@pytest.fixture
async def without_temporal(shared: Shared) -> AsyncIterator[Shared]:
    """The API whose Temporal server is not there."""
    services = shared.http.services
    here, before = services.temporal, (await standing(shared.http))["ledger"]
    services.temporal = await Client.connect("127.0.0.1:9", lazy=True, data_converter=pydantic_data_converter)
    yield shared
    services.temporal = here
    assert (await standing(shared.http))["ledger"] == before


async def test_all_is_well(unchanged: Shared) -> None:
    for path in ("/healthz", "/readyz"):
        answer = await unchanged.http.client.get(path)
        assert (answer.status_code, answer.json()) == (
            200,
            {"status": "ok", "product": "Talkoot", "version": VERSION},
        )


async def test_without_temporal_it_is_alive_and_not_ready(without_temporal: Shared) -> None:
    client = without_temporal.http.client
    assert (await client.get("/healthz")).status_code == 200
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert "workflow server" in answer.json()["detail"]


async def test_without_temporal_reading_works_and_writing_is_refused_in_time(without_temporal: Shared) -> None:
    http = without_temporal.http
    for path in (
        "/initiatives",
        f"/initiatives/{without_temporal.open}",
        f"/initiatives/{without_temporal.open}/history",
    ):
        assert (await http.get(path)).status_code == 200
    link = without_temporal.links[without_temporal.foreign]
    answer_path = f"/initiatives/{without_temporal.foreign}/convening/answer-invitation"
    for path, body, by in (
        ("/initiatives", http.village.start(model=CONVENING), ""),
        (answer_path, {"reply": "yes"}, link),
    ):
        began = time.monotonic()
        answer = await http.post(path, body, by=by)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        assert answer.json()["remedy"]
        assert time.monotonic() - began < 5


async def test_without_its_database_it_is_alive_and_not_ready(shared: Shared) -> None:
    services, nowhere = shared.http.services, Database.open("sqlite:////nowhere/talkoot.db")
    here, services.database = services.database, nowhere
    try:
        assert (await shared.http.client.get("/healthz")).status_code == 200
        answer = await shared.http.client.get("/readyz")
        refused = await shared.http.get("/initiatives")
    finally:
        services.database = here
        await nowhere.close()
    for said in (answer, refused):
        assert (said.status_code, said.headers["Retry-After"]) == (503, "2")
        assert "database" in said.json()["detail"]


@pytest.mark.parametrize(("revision", "said"), [("9999", "does not know"), (None, "no tables")])
async def test_with_other_tables_than_this_version_needs_it_is_alive_and_not_ready(
    revision: str | None, said: str, database: Database
) -> None:
    services = Services(database, None, KEYS, None, "", {}, "https://t.example")  # type: ignore[arg-type]
    transport = httpx.ASGITransport(create(services))
    await database.write(lambda session: stamp(session, revision))
    async with httpx.AsyncClient(transport=transport, base_url="https://t.example") as asking:
        assert (await asking.get("/healthz")).status_code == 200
        answer = await asking.get("/readyz")
    await database.write(lambda session: stamp(session, _head()))
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    problem = answer.json()
    assert problem["path"] == "database"
    assert said in problem["detail"]
    assert problem["remedy"]


async def test_a_database_that_is_silent_is_not_waited_for_without_end(
    unchanged: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(health, "PATIENCE", 0.05)
    monkeypatch.setattr(unchanged.http.services.database, "read", silent)
    answer = await unchanged.http.client.get("/readyz")
    assert (answer.status_code, "talkoot doctor" in answer.json()["remedy"]) == (503, True)


async def test_without_our_namespace_it_is_not_ready_and_nothing_is_started(shared: Shared) -> None:
    http, here = shared.http, shared.http.services.temporal
    address = here.service_client.config.target_host
    http.services.temporal = await Client.connect(address, namespace="nowhere", data_converter=here.data_converter)
    try:
        ready = await http.client.get("/readyz")
        started = await http.post("/initiatives", http.village.start(model=CONVENING))
    finally:
        http.services.temporal = here
    assert (ready.status_code, "namespace 'nowhere'" in ready.json()["detail"]) == (503, True)
    assert (started.status_code, "namespace" in started.json()["detail"]) == (503, True)
