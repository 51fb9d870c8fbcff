"""Starting a side of a comparison as a process of its own, and seeing it ready."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from stack.data_folder import StackState, read_state

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0


@dataclass(frozen=True)
class Spawned:
    """A side that takes requests: its process, where it listens, and after how many seconds it answered."""

    pid: int
    state: StackState
    seconds: float

    @property
    def url(self) -> str:
        """The address of its API."""
        return str(self.state.api_url)


def client_of(side: Spawned) -> httpx.AsyncClient:
    """A client with as many connections as are wanted at once."""
    limits = httpx.Limits(max_connections=None)
    return httpx.AsyncClient(base_url=side.url, timeout=60, limits=limits, trust_env=False)


@asynccontextmanager
async def spawned(command: list[str], folder: Path, ready: str, **settings: str) -> AsyncIterator[Spawned]:
    """Run a command that serves an API from a data folder, from its first answer at `ready` to the end of the block."""
    began = time.monotonic()
    usual = {name: value for name, value in os.environ.items() if not name.startswith("TALKOOT_")}
    environment = usual | {"PYTHONDONTWRITEBYTECODE": ""} | settings  # what is compiled is kept, as with its users
    with (folder / "side.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, *command),
            cwd=ROOT,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        async with asyncio.timeout(PATIENCE):
            state = await _ready(process, folder, ready)
        yield Spawned(process.pid, state, time.monotonic() - began)
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        with suppress(TimeoutError):
            async with asyncio.timeout(20):
                await process.wait()
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _ready(process: asyncio.subprocess.Process, folder: Path, path: str) -> StackState:
    async with httpx.AsyncClient(trust_env=False) as http:
        while True:
            if process.returncode is not None:
                raise RuntimeError(
                    f"the side ended with {process.returncode}: {(folder / 'side.log').read_text()[-800:]}"
                )
            state = read_state(folder)
            if state is not None and state.api_url is not None and state.pid == process.pid:
                with suppress(httpx.TransportError):
                    if (await http.get(state.api_url + path)).is_success:
                        return state
            await asyncio.sleep(0.02)
