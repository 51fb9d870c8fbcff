"""The embedded server, with the real binary: it lives exactly as long as we do, and no other is taken for it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from stack.data_folder import DataFolderLock, StackState, read_state
from stack.ports import PortTaken
from stack.settings import Settings
from stack.temporal_namespace import ensure_namespace
from stack.temporal_server import FLAGS, TemporalServer, TemporalServerDied

pytestmark = pytest.mark.server
ROOT = Path(__file__).parents[2]
DAY = 86_400

PARENT = """
import asyncio, sys
from pathlib import Path
from stack.data_folder import DataFolderLock
from stack.settings import Settings
from stack.temporal_namespace import ensure_namespace
from stack.temporal_server import TemporalServer

async def main():
    with DataFolderLock(Path(sys.argv[1])) as lock:
        async with TemporalServer(Settings(temporal_ui=False), lock) as server:
            print(server.pid, flush=True)
            await asyncio.sleep(60)

asyncio.run(main())
"""


@pytest_asyncio.fixture(scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TemporalServer]:
    with DataFolderLock(tmp_path_factory.mktemp("data")) as lock:
        async with TemporalServer(Settings(), lock) as running:
            yield running


def alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


async def retention(server: TemporalServer) -> int:
    client = await Client.connect(server.address, namespace=server.namespace)
    found = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=server.namespace))
    return found.config.workflow_execution_retention_ttl.seconds


async def test_a_started_server_takes_work_at_once_and_keeps_what_ended_for_thirty_days(server: TemporalServer) -> None:
    client = await Client.connect(server.address, namespace=server.namespace)
    await client.start_workflow("Unknown", id="first", task_queue="nobody")
    assert await retention(server) == 30 * DAY


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_server_runs_with_the_measured_flags_on_loopback_only(server: TemporalServer) -> None:
    command = Path(f"/proc/{server.pid}/cmdline").read_bytes().decode().split("\0")
    assert set(FLAGS) | {"--ip", "127.0.0.1"} <= set(command)
    assert command[0].endswith("/temporal")  # the tether gave its place up


def test_the_servers_file_is_written_ahead(server: TemporalServer) -> None:
    folder = server._log.parent
    with sqlite3.connect(folder / "temporal.db") as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_data_folder_tells_where_the_running_server_is(server: TemporalServer) -> None:
    state = read_state(server._log.parent)
    assert state == StackState(os.getpid(), server.address, "talkoot", server.ui)
    assert server.ui_link("w", "r") == f"{server.ui}/namespaces/talkoot/workflows/w/r/history"


async def test_a_server_killed_from_outside_is_reported(tmp_path: Path) -> None:
    with DataFolderLock(tmp_path) as lock:
        async with TemporalServer(Settings(temporal_ui=False), lock) as server:
            watching = asyncio.ensure_future(server.died())
            os.kill(server.pid, signal.SIGKILL)
            with pytest.raises(TemporalServerDied, match="ended by itself with -9"):
                await asyncio.wait_for(watching, 3)


async def test_a_second_start_on_the_same_data_goes_on_and_the_end_comes_within_seconds(tmp_path: Path) -> None:
    with DataFolderLock(tmp_path) as lock:
        async with TemporalServer(Settings(temporal_ui=False), lock) as server:
            client = await Client.connect(server.address, namespace=server.namespace)
            await client.start_workflow("Unknown", id="kept", task_queue="nobody")
            await ensure_namespace(client, server.namespace, timedelta(days=1))
            assert await retention(server) == DAY
            leaving = time.monotonic()
        assert time.monotonic() - leaving < 4
        assert not alive(server.pid)
        assert read_state(tmp_path) is None
        async with TemporalServer(Settings(temporal_ui=False), lock) as server:
            client = await Client.connect(server.address, namespace=server.namespace)
            assert (await client.get_workflow_handle("kept").describe()).id == "kept"
            assert await retention(server) == 30 * DAY


def test_a_killed_parent_leaves_no_orphan_and_the_folder_free(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        assert alive(pid)
        parent.kill()
    deadline = time.monotonic() + 3
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(pid)
    with DataFolderLock(tmp_path):
        pass


async def test_a_port_in_use_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, DataFolderLock(tmp_path) as lock:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=str(port)):
            await TemporalServer(Settings(temporal_port=port), lock).__aenter__()
    assert not (tmp_path / "temporal.log").exists()


async def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "temporal.db").mkdir()
    complaint = r"(?s)while starting.*unable to open database file"
    with DataFolderLock(tmp_path) as lock, pytest.raises(TemporalServerDied, match=complaint):
        await TemporalServer(Settings(temporal_ui=False), lock).__aenter__()
