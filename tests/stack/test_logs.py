"""Logs: one shape for everybody's events, with the ids in force, said once, and nothing personal in them."""

from __future__ import annotations

import io
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import pytest_asyncio
import structlog
from asgi_correlation_id import correlation_id
from temporalio.client import Client
from temporalio.worker import Worker

from stack import logs
from stack.data_folder import DataFolderLock
from stack.settings import Settings
from stack.temporal_server import TemporalServer
from tests.stack.speaking_workflow import Speaking, speak

TOKEN = "uMd3-Zq9_hemmelig"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    logs.set_up(Settings(), stream)
    without = correlation_id.set(None)  # an application served in this process may have left one
    yield stream
    correlation_id.reset(without)
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()
    logging.captureWarnings(False)


@pytest_asyncio.fixture
async def client(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    with DataFolderLock(tmp_path_factory.mktemp("data")) as lock:
        async with TemporalServer(Settings(temporal_ui=False), lock) as server:
            yield await Client.connect(server.address, namespace=server.namespace)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_our_events_and_the_libraries_have_one_shape(said: io.StringIO) -> None:
    structlog.get_logger("ours").info("seat.answered", seat="s1")
    logging.getLogger("theirs").warning("%d letters wait", 3)
    ours, theirs = lines(said)
    assert ours.keys() - {"seat"} == theirs.keys() == {"event", "logger", "level", "timestamp"}
    assert (ours["event"], ours["logger"], ours["level"], ours["seat"]) == ("seat.answered", "ours", "info", "s1")
    assert (theirs["event"], theirs["level"]) == ("3 letters wait", "warning")


def test_every_line_of_a_request_carries_its_id(said: io.StringIO) -> None:
    mark = correlation_id.set("r-1")
    logging.getLogger("theirs").info("inside")
    correlation_id.reset(mark)
    logging.getLogger("theirs").info("outside")
    assert [line.get("request_id") for line in lines(said)] == ["r-1", None]


def test_a_personal_link_is_hidden_wherever_it_stands(said: io.StringIO) -> None:
    structlog.get_logger().info("opened", url=f"https://t.example/p/{TOKEN}/answer", nested={"a": [f"/p/{TOKEN}?x=1"]})
    logging.getLogger("httpx").warning("GET %s failed", f"/p/{TOKEN}")
    try:
        raise ValueError(f"no route for /p/{TOKEN}")
    except ValueError:
        structlog.get_logger().exception("failed")
        logging.getLogger("theirs").exception("failed too")
    assert TOKEN not in said.getvalue()
    first, *_, last = lines(said)
    assert first["url"] == "https://t.example/p/[hidden]/answer"
    assert "ValueError: no route for /p/[hidden]" in last["exception"]


def test_the_address_of_an_open_call_is_hidden_and_so_is_the_link_of_whoever_answered_it(said: io.StringIO) -> None:
    for door in ("/call/", "/call/need/", "/api/v1/open-calls/"):
        logging.getLogger("uvicorn.access").info(
            "%s %s %s %s %d", "192.0.2.7:5050", "GET", f"{door}{TOKEN}", "1.1", 200
        )
    assert [line["path"] for line in lines(said)] == [
        "/call/[hidden]",
        "/call/need/[hidden]",
        "/api/v1/open-calls/[hidden]",
    ]


def test_an_access_line_tells_what_was_asked_and_not_by_whom(said: io.StringIO) -> None:
    asked = ("192.0.2.7:5050", "GET", f"/p/{TOKEN}?lang=fi", "1.1", 200)
    logging.getLogger("uvicorn.access").info('%s - "%s %s HTTP/%s" %d', *asked)
    logging.getLogger("theirs").info("beside")
    line, beside = lines(said)
    assert line.keys() - {"method", "path", "status"} == beside.keys()
    assert len(line["timestamp"]) == len(beside["timestamp"])
    assert (line["event"], line["method"], line["path"], line["status"]) == (
        "request",
        "GET",
        "/p/[hidden]?lang=fi",
        200,
    )
    assert "192.0.2.7" not in said.getvalue()


def test_a_token_that_is_sent_in_the_wrong_place_is_hidden_too(said: io.StringIO) -> None:
    for path in (f"/api/v1/personal?token={TOKEN * 3}&lang=fi", f"/P/{TOKEN}"):
        logging.getLogger("uvicorn.access").info("%s %s %s %s %d", "192.0.2.7:5050", "GET", path, "1.1", 401)
    first, second = lines(said)
    assert first["path"] == "/api/v1/personal?token=[hidden]&lang=fi"
    assert second["path"] == "/P/[hidden]"


def test_below_the_level_nothing_is_said(said: io.StringIO) -> None:
    structlog.get_logger().debug("detail")
    logging.getLogger("httpx").info("HTTP Request: GET …")
    assert said.getvalue() == ""


def test_a_terminal_gets_lines_for_people(said: io.StringIO) -> None:
    terminal = Terminal()
    logs.set_up(Settings(), terminal)
    structlog.get_logger().info("ready", port=8000)
    assert "ready" in terminal.getvalue()
    assert not terminal.getvalue().startswith("{")


def test_json_can_be_asked_for_on_a_terminal_too(said: io.StringIO) -> None:
    terminal = Terminal()
    logs.set_up(Settings(log_format="json"), terminal)
    structlog.get_logger().info("ready")
    assert json.loads(terminal.getvalue())["event"] == "ready"


@pytest.mark.server
async def test_each_event_of_a_workflow_is_said_once_although_it_replays(said: io.StringIO, client: Client) -> None:
    with ThreadPoolExecutor(2) as threads:
        async with Worker(
            client,
            task_queue="logs",
            workflows=[Speaking],
            activities=[speak],
            activity_executor=threads,
            max_cached_workflows=0,
        ):
            await client.execute_workflow(Speaking.run, id="speaking", task_queue="logs")
    spoken = [line for line in lines(said) if line.get("workflow_id") == "speaking"]
    assert Counter(line["event"] for line in spoken) == {
        "begins": 1,
        "begins through structlog": 1,
        "the activity speaks": 3,
        "the activity speaks through structlog": 3,
        "ends": 1,
    }
    assert spoken[0]["workflow"] == "Speaking"
    assert spoken[0]["run_id"]
    assert spoken[0]["seats"] == 12
    assert {(line["activity"], line["attempt"]) for line in spoken if "activity" in line} == {("speak", 1)}
