"""What an open initiative takes: room in the server's file, and memory of a worker that holds it."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from temporalio.client import Client

from bench.bare.__main__ import QUEUE
from bench.measures import Figures
from bench.processes import resident_kib
from bench.rehearsal import charter, sealed
from bench.sizes import Size
from bench.working import working
from domain.events import InitiativeStarted
from stack.settings import Settings
from workflows.baton import Baton
from workflows.relay import RUNNERS

SEATS = 12
STARTING = 32  # at once: more would starve each other
Start = Callable[[Client], Awaitable[object]]


async def measure(size: Size) -> Figures:
    """KiB an initiative, of the product (12 seats, all asked for their needs) and of the bare reference."""
    with tempfile.TemporaryDirectory(prefix="talkoot-bench-") as folder:
        file, memory = await _opened("product", Path(folder) / "product", size.opened, _start)
        bare_file, bare_memory = await _opened("bare", Path(folder) / "bare", size.opened, _start_bare)
    return {
        "opened": size.opened,
        "file_kib": file,
        "bare_file_kib": bare_file,
        "file_ratio": file / bare_file,
        "memory_kib": memory,
        "bare_memory_kib": bare_memory,
        "memory_ratio": memory / bare_memory,
    }


async def _opened(kind: str, folder: Path, count: int, start: Start) -> tuple[float, float]:
    folder.mkdir()
    kept = min(count, Settings().max_cached_workflows)
    async with working(kind, folder) as here:
        await start(here.client)  # so that what is loaded at the first one is not counted
        await here.idle()
        file, memory = here.server_kib(), resident_kib(here.pid)
        await _start_many(here.client, start, range(kept))
        await here.idle()
        memory = resident_kib(here.pid) - memory
        await _start_many(here.client, start, range(count - kept))
        await here.idle()
        return (here.server_kib() - file) / count, memory / kept


async def _start_many(client: Client, start: Start, numbers: Iterable[int]) -> None:
    gate = asyncio.Semaphore(STARTING)

    async def one(_: int) -> None:
        async with gate:
            await start(client)

    await asyncio.gather(*map(one, numbers))


async def _start(client: Client) -> object:
    promised = charter(SEATS)
    baton = Baton.of_start(InitiativeStarted(promised, sealed()))
    runner, queue = RUNNERS[promised.model.first], Settings().task_queue
    return await client.start_workflow(runner, baton, id=promised.initiative, task_queue=queue)


async def _start_bare(client: Client) -> object:
    return await client.start_workflow("Bare", id=f"bare-{secrets.token_hex(8)}", task_queue=QUEUE)
