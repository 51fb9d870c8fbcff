"""What is known of the workflow server: a change is told in the log, once, and nobody waits for its examination."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from api import workflow_server
from api.workflow_server import Ailment, WorkflowServer

AWAY = Ailment("no Temporal server answers at 10.0.0.1:7233", "no Temporal server answers", "start it")
SHUT = Ailment("the Temporal server at 10.0.0.1:7233 refuses our API key", "it refuses our API key", "write another")


class Patient:
    """A server whose examination finds what the test says."""

    def __init__(self) -> None:
        self.found: Ailment | None = AWAY
        self.examined = 0
        self.silent = False

    async def __call__(self) -> Ailment | None:
        self.examined += 1
        if self.silent:
            await asyncio.Event().wait()
        return self.found


@pytest.fixture
def patient() -> Patient:
    return Patient()


@pytest.fixture
def server(patient: Patient) -> WorkflowServer:
    return WorkflowServer(patient)


async def events(work: Callable[[], object], times: int = 1) -> list[tuple[str, object, object]]:
    """What the log says while something is done so often."""
    with capture_logs() as lines:
        for _ in range(times):
            work()
            await asyncio.sleep(0.001)
    return [(line["log_level"], line.get("because"), line.get("remedy")) for line in lines]


async def test_it_is_told_once_however_many_calls_fail(server: WorkflowServer, patient: Patient) -> None:
    assert await events(server.failed, times=20) == [("error", AWAY.reason, AWAY.remedy)]
    assert patient.examined == 1
    assert await server.ailment(1.0) == AWAY


async def test_it_is_told_that_it_answers_again_and_when_it_fails_anew(server: WorkflowServer) -> None:
    assert await events(server.answered, times=3) == []
    await events(server.failed)
    assert await events(server.answered, times=3) == [("info", None, None)]
    assert await events(server.failed) == [("error", AWAY.reason, AWAY.remedy)]


async def test_another_reason_is_told_and_the_same_is_not(
    server: WorkflowServer, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await events(server.failed)
    patient.found = SHUT
    assert await events(server.failed, times=3) == [], "one that was examined just now is left alone"
    monkeypatch.setattr(workflow_server, "AGAIN", 0.0)
    assert await events(server.failed, times=3) == [("error", SHUT.reason, SHUT.remedy)]
    assert patient.examined == 4


async def test_one_that_is_well_when_it_is_examined_is_no_news(server: WorkflowServer, patient: Patient) -> None:
    patient.found = None
    assert await events(server.failed) == []
    assert await server.ailment(1.0) is None


async def test_nobody_waits_longer_than_asked_and_an_answer_ends_the_examination(
    server: WorkflowServer, patient: Patient
) -> None:
    patient.silent, began = True, time.monotonic()
    assert await server.ailment(0.01) is None
    assert time.monotonic() - began < 1
    server.answered()
    patient.silent = False
    assert await events(server.failed) == [("error", AWAY.reason, AWAY.remedy)], "the former one has ended"
