"""Why Temporal cannot be used: the API's log says it in the words of worker and doctor, /readyz without addresses."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs
from temporalio.testing import WorkflowEnvironment

from api.app import create
from stack import ports, processes
from stack.diagnosing import ailment, obstacle
from stack.parts import Parts, connected
from stack.settings import Settings
from stack.temporal_access import IN_THE_CLEAR, Access
from tests.fixtures.certificates import Authority
from tests.fixtures.encrypting import Encrypting, listening

AWAY = "no Temporal server answers at 127.0.0.1:1"
REMEDY = "start it, or correct TALKOOT_TEMPORAL_ADDRESS"


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    """The parts of an installation whose Temporal server is not there."""
    found = Parts.open(Settings(data=tmp_path, temporal_address="127.0.0.1:1", api_port=ports.claim(0)), migrate=True)
    yield found
    found.database.close_now()


async def test_of_a_server_that_is_away_the_log_says_why_once_and_readyz_what_to_do(parts: Parts) -> None:
    services = parts.services(await parts.temporal("127.0.0.1:1", lazy=True), "http://127.0.0.1")
    transport = httpx.ASGITransport(create(services))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as asking:
        with capture_logs() as lines:
            answers = [await asking.get("/readyz") for _ in range(3)]
    for answer in answers:
        assert (answer.status_code, answer.json()["remedy"]) == (503, REMEDY)
        assert answer.json()["detail"] == "no Temporal server answers; reading works, writing waits"
    assert [(line["log_level"], line["because"], line["remedy"]) for line in lines] == [("error", AWAY, REMEDY)]


async def test_an_api_says_it_at_its_start_and_serves(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    async def until_told() -> None:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{parts.settings.api_port}") as asking:
            assert (await asking.get("/healthz")).status_code == 200
        async with asyncio.timeout(10):
            while not lines:  # noqa: ASYNC110  what a test waits for does not announce itself
                await asyncio.sleep(0.01)

    monkeypatch.setattr(processes, "until_signalled", until_told)
    with capture_logs() as lines:
        await processes._serve(parts.settings)
    assert [(line["because"], line["remedy"]) for line in lines] == [(AWAY, REMEDY)]


@pytest.mark.server
async def test_a_server_without_our_namespace_is_told_and_one_that_has_it_is_well(
    temporal: WorkflowEnvironment,
) -> None:
    address = temporal.client.service_client.config.target_host
    lacking = await ailment(await connected(address, "village"), IN_THE_CLEAR)
    assert lacking is not None
    assert lacking.reason == f"the Temporal server at {address} has no namespace 'village'"
    assert lacking.said == "the Temporal server has no namespace 'village'"
    assert "deploy/temporal/namespace.sh" in lacking.remedy
    assert await ailment(await connected(address, "default"), IN_THE_CLEAR) is None


@pytest.mark.server
async def test_a_certificate_of_another_host_is_told_to_anybody_without_ours(
    temporal: WorkflowEnvironment, tmp_path: Path
) -> None:
    authority, plain = Authority(tmp_path), temporal.client.service_client.config.target_host
    with listening(Encrypting(plain, authority.identity("temporal.example.org"))) as port:
        settings = Settings(
            temporal_address=f"localhost:{port}", temporal_tls=True, temporal_ca_file=authority.file, data=tmp_path
        )
        access = Access.of(settings)
        client = await connected(f"localhost:{port}", "default", access=access, lazy=True)
        found, told = await obstacle(client, access), await ailment(client, access)
    assert found is not None
    assert told is not None
    assert (told.reason, told.remedy) == (found.reason, found.remedy)
    assert "localhost" in told.reason
    assert "certificate of the Temporal server is not trusted" in told.said
    assert "localhost" not in told.said
