"""The doctor and the ports: a stranger on one is found, and a Talkoot that runs is none."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from api.app import create
from api.services import Services
from models.engine import Database
from stack import metrics, ports
from stack.data_folder import DataFolderLock, StackState, write_state
from stack.doctor import listening
from stack.doctor.findings import Level
from stack.figures import Figures
from stack.serving import ApiServer
from stack.settings import Settings


@pytest.fixture
def stranger() -> Iterator[int]:
    """A port on which another program listens, which is no website."""
    with socket.socket() as listener:
        listener.bind((ports.LOOPBACK, 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
async def api() -> AsyncIterator[int]:
    """The port of an API that runs."""
    listener, services = ports.listen(ports.LOOPBACK, 0), Services.__new__(Services)
    services.public_url = "http://talkoot.example"
    server = ApiServer(create(services), listener)
    serving = asyncio.create_task(server.serve())
    await server.started()
    yield listener.getsockname()[1]
    server.stop()
    await serving


async def found(tmp_path: Path, **settings: object) -> list[tuple[Level, str, str]]:
    told = await listening.examine(Settings(data=tmp_path, **settings))  # type: ignore[arg-type]
    return [(one.level, one.said, one.remedy) for one in told]


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
async def test_a_port_of_another_program(
    tmp_path: Path, host: str, stranger: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "_PATIENCE", 0.2)
    remedy = "stop it, or set another TALKOOT_{}_PORT"
    said = f"port {stranger} of {host} is taken by another program"
    assert await found(tmp_path, api_host=host, api_port=stranger) == [(Level.FAULT, said, remedy.format("API"))]
    here = await found(tmp_path, api_port=0, metrics_host=host, metrics_port=stranger)
    assert here[1] == (Level.FAULT, said, remedy.format("METRICS"))


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
async def test_a_port_of_the_api_that_runs(tmp_path: Path, host: str, api: int) -> None:
    assert await found(tmp_path, api_host=host, api_port=api) == [
        (Level.OK, f"port {api} of {host} is taken, by Talkoot", "")
    ]
    (_, figures) = await found(tmp_path, api_port=0, metrics_port=api)
    assert figures[0] is Level.FAULT, "the API serves no figures"


async def test_what_runs_on_the_data_folder_is_asked_where_it_is(tmp_path: Path, api: int, stranger: int) -> None:
    state = StackState(pid=1, temporal_address="", temporal_namespace="", api_url=f"http://127.0.0.1:{api}")
    with DataFolderLock(tmp_path):
        write_state(tmp_path, state)
        assert await found(tmp_path, api_port=stranger) == [
            (Level.OK, f"port {api} of 127.0.0.1 is taken, by Talkoot", "")
        ]


async def test_a_port_of_the_figures_of_a_process_that_runs(tmp_path: Path, database: Database) -> None:
    sdk, port = metrics.SdkFigures(), ports.claim(0)
    async with metrics.served(Figures(database), sdk, ports.LOOPBACK, port):
        (_, figures) = await found(tmp_path, api_port=0, metrics_port=port)
    assert figures == (Level.OK, f"port {port} of 127.0.0.1 is taken, by Talkoot", "")


async def test_ports_that_are_free(tmp_path: Path) -> None:
    port = ports.claim(0)
    assert await found(tmp_path, api_port=port) == [(Level.OK, f"port {port} of 127.0.0.1 is free", "")]
    assert await found(tmp_path, api_port=0) == [(Level.OK, "a free port is taken at each start", "")]


async def test_a_port_that_only_root_may_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "obstacle", lambda host, port: PermissionError(13, "Permission denied"))
    (finding,) = await found(tmp_path, api_port=80)
    assert finding[1:] == ("port 80 of 127.0.0.1 may not be used by this user", "set a TALKOOT_API_PORT from 1024 on")


async def test_an_address_of_another_machine(tmp_path: Path) -> None:
    (_, finding) = await found(tmp_path, api_port=0, metrics_host="192.0.2.1", metrics_port=9100)
    assert finding[0] is Level.FAULT
    assert finding[2] == "set TALKOOT_METRICS_HOST to 127.0.0.1, or to an address of this machine"
