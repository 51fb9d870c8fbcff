"""The bare stack: `python -m bench.bare DIR [AT_ONCE]`. The same server with the same flags, client and worker settings
as the product's, a worker without sandbox, and one route that sends the update.

The last argument bounds the answers in flight to one workflow, for a server (TALKOOT_TEMPORAL_ADDRESS) with default
limits.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections import defaultdict
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

from fastapi import FastAPI
from temporalio.client import Client
from temporalio.worker import PollerBehaviorAutoscaling, UnsandboxedWorkflowRunner, Worker

from bench.bare.rows import Rows
from bench.bare.workflow import Bare
from stack import ports
from stack.data_folder import DataFolderLock, StackState, write_state
from stack.parts import connected
from stack.serving import ApiServer
from stack.settings import Settings
from stack.temporal_server import TemporalServer
from stack.up import until_signalled

QUEUE = "bare"


def application(client: Client, at_once: int) -> FastAPI:
    """Three routes: start, answer, and whether it lives."""
    app = FastAPI()
    turns: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(at_once))

    @app.post("/workflows/{name}")
    async def start(name: str, sleeps: float = 0, letters: int = 0) -> str:
        return (await client.start_workflow(Bare.run, args=[sleeps, letters], id=name, task_queue=QUEUE)).id

    @app.post("/workflows/{name}/answers")
    async def answer(name: str, said: dict[str, str]) -> int:
        async with turns[name]:
            return await client.get_workflow_handle(name).execute_update(Bare.answer, said)

    @app.get("/readyz")
    async def ready() -> str:
        return "ok"

    return app


def worker(client: Client, rows: Rows) -> Worker:
    """A worker with the settings of the product's."""
    return Worker(
        client,
        task_queue=QUEUE,
        workflows=[Bare],
        activities=[rows.write_row, rows.write_letters],
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_cached_workflows=Settings().max_cached_workflows,
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=1),
        graceful_shutdown_timeout=timedelta(seconds=20),
        workflow_task_poller_behavior=PollerBehaviorAutoscaling(minimum=1, initial=4, maximum=16),
    )


async def main(folder: Path, at_once: int) -> None:
    """Serve until signalled."""
    settings = Settings(data=folder, temporal_ui=False)
    async with AsyncExitStack() as stack:
        lock = stack.enter_context(DataFolderLock(folder))
        address = settings.temporal_address
        if address is None:
            address = (await stack.enter_async_context(TemporalServer(settings, lock))).address
        client = await connected(address, settings.temporal_namespace)
        await stack.enter_async_context(worker(client, Rows(folder / "rows.db")))
        api = ApiServer(application(client, at_once), ports.listen(settings.api_host, 0))
        serving = asyncio.create_task(api.serve())
        await api.started()
        write_state(folder, StackState(os.getpid(), address, settings.temporal_namespace, api_url=api.url))
        await until_signalled()
        api.stop()
        await serving


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000))
