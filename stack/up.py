"""The whole stack in one process: Temporal's child, worker, the loops beside it and API, started and ended in order."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

from temporalio.client import Client

from api.app import create
from stack import ports
from stack.collecting import settle
from stack.data_folder import DataFolderLock, StackState, write_state
from stack.parts import Parts
from stack.reaching import reached
from stack.recovering import Recovery, recover
from stack.serving import ApiServer, url_of
from stack.settings import Settings
from stack.temporal_server import TemporalServer

UiLink = Callable[[str, str], str | None]


@dataclass(frozen=True)
class Running:
    """A running stack: where its API listens, how to reach Temporal, and what Temporal did not know at the start."""

    api_url: str
    temporal: Client
    parts: Parts
    ui_link: UiLink
    recovery: Recovery


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Running]:
    """Run the stack for the life of the block. Raises what its parts raise: data in use, port taken, server died.

    Open initiatives that Temporal does not know are started again from their ledger where that cannot disturb anybody:
    when the ledger and Temporal's file both lie in the folder that we hold.
    If a part dies while the block runs, the block is cancelled and the part's error is raised.
    """
    try:
        async with _composed(settings) as stack:
            yield stack
    except BaseExceptionGroup as group:
        leaves = list(_leaves(group))
        raise leaves[0] if len(leaves) == 1 else group from None


def _leaves(group: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error


@asynccontextmanager
async def _composed(settings: Settings) -> AsyncIterator[Running]:
    async with AsyncExitStack() as stack:
        lock = stack.enter_context(DataFolderLock(settings.data))
        listener = stack.enter_context(ports.listen(settings.api_host, settings.api_port))
        parts = Parts.open(settings, migrate=True)
        stack.push_async_callback(parts.database.close)
        server = await stack.enter_async_context(TemporalServer(settings, lock)) if _embedded(settings) else None
        address = server.address if server else str(settings.temporal_address)
        client = await (parts.temporal(address) if server else reached(settings, parts.watching))
        lazy = await parts.temporal(address, lazy=True)
        group = await stack.enter_async_context(asyncio.TaskGroup())
        if server is not None:
            _until_the_end(stack, group, server.died())
        public_url = settings.public_url or url_of(listener)
        services = parts.services(lazy, public_url)
        services.ui_link = server.ui_link if server else services.ui_link
        await stack.enter_async_context(parts.worker(client))
        both_ours = server is not None and settings.database_url is None
        recovery = await recover(parts.database, client, settings.task_queue, by_itself=both_ours)
        for loop in parts.loops(public_url):
            _until_the_end(stack, group, loop.run())
        await stack.enter_async_context(parts.watching.serving())
        api = ApiServer(create(services, parts.watching.around), listener, proxies=settings.proxies)
        settle(after_work=bool(recovery.restarted))
        serving = group.create_task(api.serve())
        stack.push_async_callback(_ended, api, serving)
        await api.started()
        ui = server.ui if server else None
        write_state(lock.folder, StackState(os.getpid(), address, settings.temporal_namespace, ui, api.url))
        yield Running(api.url, client, parts, services.ui_link, recovery)


def _embedded(settings: Settings) -> bool:
    return settings.temporal_address is None


def _until_the_end(stack: AsyncExitStack, group: asyncio.TaskGroup, work: Awaitable[object]) -> None:
    """Run something beside the block, cancelled when the block ends."""

    async def run() -> None:
        await work

    task = group.create_task(run())
    stack.callback(task.cancel)


async def _ended(api: ApiServer, serving: asyncio.Task[None]) -> None:
    api.stop()
    with suppress(asyncio.CancelledError):
        await serving


async def until_signalled() -> None:
    """Wait for Ctrl-C or a polite end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
