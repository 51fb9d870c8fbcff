"""`/metrics`: our figures and Temporal's SDK's on one page, on a port of its own, to this machine."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import sys
from collections import Counter
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from models.engine import Database
from stack import ports
from stack.figures import Figures
from stack.metrics import SdkFigures, served
from stack.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.mark.server
async def test_ours_and_the_sdks_are_on_one_page(temporal: WorkflowEnvironment, database: Database) -> None:
    sdk, figures, port = SdkFigures(), Figures(database), ports.claim(0)
    client = await Client.connect(
        temporal.client.service_client.config.target_host,
        data_converter=pydantic_data_converter,
        runtime=sdk.runtime,
    )
    await client.count_workflows()
    async with served(figures, sdk, "127.0.0.1", port) as address, httpx.AsyncClient() as asking:
        assert address == f"http://127.0.0.1:{port}/metrics"
        page = await asking.get(address)
        assert (await asking.get(f"http://127.0.0.1:{port}/")).status_code == 404
    assert page.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    names = Counter(family.name for family in text_string_to_metric_families(page.text))
    assert {"talkoot_initiatives", "talkoot_letters", "temporal_request", "process_resident_memory_bytes"} <= set(names)
    assert set(names.values()) == {1}


async def test_the_page_is_there_while_the_sdk_says_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    sdk, port = SdkFigures(), ports.claim(0)
    monkeypatch.setattr(sdk, "_url", "http://127.0.0.1:9/metrics")
    async with served(Figures(database), sdk, "127.0.0.1", port) as address, httpx.AsyncClient() as asking:
        assert "talkoot_database_up 1.0" in (await asking.get(address)).text


async def test_a_port_that_is_taken_is_told(database: Database) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(ports.PortTaken, match=str(port)):
            async with served(Figures(database), SdkFigures(), "127.0.0.1", port):
                pass


def test_it_listens_on_this_machine_alone_unless_told_otherwise() -> None:
    settings = Settings()
    assert (settings.metrics_host, settings.metrics_port) == ("127.0.0.1", None)


@pytest.mark.server
@pytest.mark.parametrize("command", ["api", "worker"])
async def test_a_process_serves_its_figures_until_it_ends(
    command: str, temporal: WorkflowEnvironment, sqlite_template: Path, tmp_path: Path
) -> None:
    port = ports.claim(0)
    shutil.copyfile(sqlite_template, tmp_path / "talkoot.db")
    environment = os.environ | {
        "TALKOOT_DATA": str(tmp_path),
        "TALKOOT_TEMPORAL_ADDRESS": temporal.client.service_client.config.target_host,
        "TALKOOT_TEMPORAL_NAMESPACE": "default",
        "TALKOOT_TASK_QUEUE": f"metrics-{port}",
        "TALKOOT_API_PORT": str(ports.claim(0)),
        "TALKOOT_METRICS_PORT": str(port),
        "PYTHONPATH": str(ROOT),
    }
    start = (sys.executable, "-c", "from cli.main import run; run()", command)
    process = await asyncio.create_subprocess_exec(
        *start, env=environment, cwd=tmp_path, stderr=asyncio.subprocess.PIPE
    )
    try:
        page = await _page(f"http://127.0.0.1:{port}/metrics")
        assert "talkoot_database_up 1.0" in page
        if command == "worker":
            assert "temporal_worker_start_total" in page
        process.send_signal(signal.SIGTERM)
        _, said = await asyncio.wait_for(process.communicate(), 30)
        assert process.returncode == 0, said.decode()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _page(address: str) -> str:
    async with httpx.AsyncClient() as asking, asyncio.timeout(60):
        while True:
            try:
                page = (await asking.get(address)).text
            except httpx.HTTPError:
                page = ""
            if "temporal_" in page or "talkoot_" in page:
                return page
            await asyncio.sleep(0.1)
