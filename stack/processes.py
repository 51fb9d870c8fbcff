"""Processes of their own, for set-ups with several machines: the worker (with the loops beside it), and the API."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog
from sqlalchemy.exc import SQLAlchemyError
from temporalio.client import Client
from temporalio.service import RPCError

from api.app import create
from models.engine import DatabaseAway
from models.migrate import Tables, tables
from stack import logs, ports
from stack.collecting import settle
from stack.parts import Parts
from stack.reaching import reached, temporal_address
from stack.recovering import recover
from stack.serving import ApiServer, url_of
from stack.settings import Settings
from stack.up import until_signalled

log = structlog.get_logger()


def run_worker(settings: Settings | None = None) -> None:
    """Run a worker and the loops beside it until signalled. Raises NoServer."""
    chosen = settings or Settings()
    logs.set_up(chosen)
    asyncio.run(_work(chosen))


def run_api(settings: Settings | None = None) -> None:
    """Serve the API until signalled. Raises NoServer when it is not said where Temporal is."""
    chosen = settings or Settings()
    logs.set_up(chosen)
    asyncio.run(_serve(chosen))


def _opened(settings: Settings) -> Parts:
    """The parts. Tables of another version are told, and no reason to end: a migration may be under way elsewhere."""
    parts = Parts.open(settings)
    with suppress(DatabaseAway):
        standing = parts.database.read_now(tables)
        if standing is not Tables.CURRENT:
            log.error(standing.lack, remedy=standing.remedy)
    return parts


async def _work(settings: Settings) -> None:
    parts = _opened(settings)
    client = await reached(settings, parts.watching)
    public_url = settings.public_url or f"http://{settings.api_host}:{settings.api_port}"
    loops = [asyncio.create_task(loop.run()) for loop in parts.loops(public_url)]
    loops.append(asyncio.create_task(_told_of_lost(parts, client)))
    try:
        async with parts.worker(client), parts.watching.serving():
            settle()
            await until_signalled()
    finally:
        for loop in loops:
            loop.cancel()
        await parts.database.close()


async def _told_of_lost(parts: Parts, client: Client) -> None:
    """Say in the log if Temporal does not know open initiatives: nobody can answer them, and only an operator may know
    why it is so.
    """
    with suppress(DatabaseAway, SQLAlchemyError, RPCError):  # then nothing works, and that is told elsewhere
        found = await recover(parts.database, client, parts.settings.task_queue, by_itself=False)
        if found.left:
            run = "talkoot restart --all-open"
            log.error("Temporal does not know open initiatives", initiatives=len(found.left), remedy=run)


async def _serve(settings: Settings) -> None:
    parts = _opened(settings)
    client = await parts.temporal(temporal_address(settings), lazy=True)
    listener = ports.listen(settings.api_host, settings.api_port)
    services = parts.services(client, settings.public_url or url_of(listener))
    app = create(services, parts.watching.around)
    api = ApiServer(app, listener, proxies=settings.proxies)
    settle()
    serving = asyncio.create_task(api.serve())
    services.workflow_server.failed()  # nobody has asked it yet: if it is away, the log says so before anybody answers
    try:
        async with parts.watching.serving():
            await until_signalled()
    finally:
        api.stop()
        await serving
        await parts.database.close()
