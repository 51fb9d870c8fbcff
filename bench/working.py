"""A server and a worker in processes of their own, without an API: where workflows are started by the thousand."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from temporalio.client import Client

from bench.processes import cpu_seconds
from bench.spawning import ROOT
from stack.data_folder import DataFolderLock
from stack.parts import connected
from stack.settings import Settings
from stack.temporal_server import TemporalServer

IDLE = 0.05  # CPU seconds in a second, below which a process has nothing left to do


@dataclass(frozen=True)
class Working:
    """A client of the server, and the process of the worker (`pid`) beside its folder."""

    client: Client
    pid: int
    folder: Path

    async def idle(self) -> None:
        """Wait until the worker has nothing left to do."""
        busy = True
        while busy:
            before = cpu_seconds(self.pid)
            await asyncio.sleep(1)
            busy = cpu_seconds(self.pid) - before > IDLE

    def server_kib(self) -> float:
        """What the server's files take, in KiB."""
        return sum(file.stat().st_size for file in self.folder.glob("temporal.db*")) / 1024


@asynccontextmanager
async def working(kind: str, folder: Path) -> AsyncIterator[Working]:
    """A worker of the `product` or the `bare` reference on a server of its own."""
    settings = Settings(data=folder, temporal_ui=False)
    with DataFolderLock(folder) as lock:
        async with TemporalServer(settings, lock) as server:
            command = (sys.executable, "-m", "bench.worker", kind, str(folder), server.address)
            process = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
            try:
                client = await connected(server.address, settings.temporal_namespace)
                here = Working(client, process.pid, folder)
                await asyncio.sleep(2)
                await here.idle()
                yield here
            finally:
                process.terminate()
                await process.wait()
