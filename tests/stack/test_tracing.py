"""Tracing: one answer is followed from the door into the database, and no span says who answered or what."""

from __future__ import annotations

import builtins
import secrets
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from models.engine import Database
from models.figures import standing
from models.vault import Vault
from stack.settings import Settings
from stack.tracing import Tracing, TracingMissing
from stack.watching import Watching
from stack.worker_life import worker
from tests.fixtures.api import KEYS, Http, serving
from tests.fixtures.temporal import Runs

pytestmark = pytest.mark.server
SECRET = "hemmelig"
"""Stands in everything that a stranger sends."""


@dataclass
class Traced:
    """The API and a worker, both traced, and the spans that were let out."""

    http: Http
    tracing: Tracing
    exporter: InMemorySpanExporter

    def spans(self) -> list[ReadableSpan]:
        self.tracing.provider.force_flush()
        return list(self.exporter.get_finished_spans())

    def named(self, name: str) -> list[ReadableSpan]:
        return [span for span in self.spans() if span.name == name]


@asynccontextmanager
async def traced(temporal: WorkflowEnvironment, database: Database, *, sandboxed: bool) -> AsyncIterator[Traced]:
    exporter, queue = InMemorySpanExporter(), f"test-{secrets.token_hex(4)}"
    tracing = Tracing.through(exporter)
    client = await Client.connect(
        temporal.client.service_client.config.target_host,
        data_converter=pydantic_data_converter,
        interceptors=[tracing.interceptor],
    )
    working = worker(client, database, Vault(KEYS.master), task_queue=queue, sandboxed=sandboxed)
    runs = Runs(temporal, database, queue, working)
    async with working, serving(runs, database, around=[tracing.around], temporal=client) as http:
        yield Traced(http, tracing, exporter)
    await tracing.close()


@pytest.fixture(params=[True, False], ids=["sandboxed", "unsandboxed"])
async def world(
    request: pytest.FixtureRequest, temporal: WorkflowEnvironment, database: Database
) -> AsyncIterator[Traced]:
    async with traced(temporal, database, sandboxed=request.param) as here:
        yield here


def lineage(spans: list[ReadableSpan], leaf: ReadableSpan) -> list[str]:
    """The names from the root to this span."""
    known = {span.context.span_id: span for span in spans if span.context}
    names, at = [leaf.name], leaf.parent
    while at is not None and at.span_id in known:
        names.insert(0, known[at.span_id].name)
        at = known[at.span_id].parent
    return names


async def test_an_answer_is_followed_from_the_door_into_the_database(world: Traced) -> None:
    initiative = await world.http.start()
    body = {"text": f"Tarve {SECRET}", "for_seat": world.http.village.seats[0], "channel": "phone"}
    said = await world.http.post(f"/initiatives/{initiative}/need-identification/submit-need", body)
    assert said.status_code == 200, said.text
    door = "POST /api/v1/initiatives/{initiative}/need-identification/submit-need"
    spans = world.spans()
    trails = [lineage(spans, span) for span in spans if span.name == "SQL INSERT"]
    assert [door, "StartWorkflowUpdate:interact", "RunActivity:append", "SQL INSERT"] in trails
    (root,) = world.named(door)
    assert root.attributes == {
        "http.request.method": "POST",
        "http.route": door.removeprefix("POST "),
        "http.response.status_code": 200,
    }
    assert [door, "SQL SELECT"] in [lineage(spans, span) for span in spans]


async def test_no_span_holds_a_token_an_address_or_what_somebody_wrote(world: Traced) -> None:
    http = world.http
    initiative = await http.start(title=f"Kylätalo {SECRET}")
    token = await http.link(initiative, http.village.seats[0], "submit_need")
    await http.client.get(f"/p/{token}?{SECRET}=1", headers={"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"})
    await http.client.post(f"/p/{token}", content=f"title={SECRET}", headers={"baggage": f"who={SECRET}"})
    await http.client.get(f"/p/{SECRET}")
    await http.get("/personal", by=token)
    refused = await http.post(f"/initiatives/{initiative}/call-vote", {"exit": SECRET})
    assert refused.status_code == 422
    await http.post(f"/initiatives/{SECRET}/pause", {"reason": SECRET})
    told = "".join(span.to_json() for span in world.spans())
    assert "GET /p/{token}" in told
    assert "a" * 32 not in told, "a stranger's trace is not continued"
    for text in (SECRET, token, http.village.coordinator, "kylätalo", "example.org", "traceback", "messages"):
        assert text.lower() not in told.lower(), text


async def test_what_goes_wrong_is_told_by_its_kind_alone() -> None:
    exporter = InMemorySpanExporter()
    tracing = Tracing.through(exporter)
    with pytest.raises(ValueError, match=SECRET), tracing.tracer.start_as_current_span("work"):
        raise ValueError(f"{SECRET} has no address")
    await tracing.close()
    (span,) = exporter.get_finished_spans()
    assert span.attributes == {"error.type": "ValueError"}
    assert (span.status.is_ok, span.status.description, span.events) == (False, None, ())


async def test_statements_that_belong_to_nothing_make_no_spans(database: Database) -> None:
    exporter = InMemorySpanExporter()
    tracing = Tracing.through(exporter)
    await database.read(standing)
    await tracing.close()
    assert exporter.get_finished_spans() == ()


def test_what_tracing_needs_and_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    there = builtins.__import__

    def missing(name: str, *others: Any) -> Any:
        if name.startswith("opentelemetry.exporter"):
            raise ImportError(name)
        return there(name, *others)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(TracingMissing, match=r"requirements-tracing\.lock"):
        Watching.of(Settings(traces_url="http://127.0.0.1:4318/v1/traces"), database)


@pytest.fixture
def collector() -> Any:
    """Takes what is exported, on a free port."""
    taken: list[tuple[str, bytes]] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        log_message: Callable[..., None] = lambda *_: None

    server = HTTPServer(("127.0.0.1", 0), Taking)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server.server_port, taken
    server.shutdown()


async def test_spans_arrive_at_a_collector_when_the_process_ends(collector: Any) -> None:
    port, taken = collector
    tracing = Tracing.to(f"http://127.0.0.1:{port}/v1/traces")
    with tracing.tracer.start_as_current_span("the last one"):
        pass
    await tracing.close()
    assert [path for path, _ in taken] == ["/v1/traces"]
    assert b"the last one" in taken[0][1]


async def test_a_collector_that_is_away_does_not_hold_up_the_end() -> None:
    tracing = Tracing.to("http://127.0.0.1:9/v1/traces")
    with tracing.tracer.start_as_current_span("lost"):
        pass
    began = time.monotonic()
    await tracing.close()
    assert time.monotonic() - began < 5
