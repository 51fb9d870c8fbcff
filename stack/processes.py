"""Processes of their own, for set-ups with several machines: the worker (with the loops beside it), and the API."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

from temporalio.client import Client
from temporalio.service import RPCError

from api.app import create
from stack import logs, ports
from stack.data_folder import read_state
from stack.parts import Parts, connected
from stack.serving import ApiServer
from stack.settings import Settings
from stack.up import until_signalled
from stack.worker_life import worker


class NoServer(Exception):
    """No Temporal server is named in the settings, and none runs on the data folder."""


def temporal_address(settings: Settings) -> str:
    """The address of the cluster, or of the embedded server that runs on the data folder. Raises NoServer."""
    if settings.temporal_address is not None:
        return settings.temporal_address
    state = read_state(settings.data)
    if state is None:
        raise NoServer(
            f"no Talkoot runs on {settings.data}: start it with 'talkoot up', or set TALKOOT_TEMPORAL_ADDRESS"
        )
    return state.temporal_address


async def reached(settings: Settings) -> Client:
    """A client of the workflow server, which answers now. Raises NoServer."""
    address = temporal_address(settings)
    client = await connected(address, settings.temporal_namespace, lazy=True)
    with suppress(RPCError, RuntimeError):  # the second is how the SDK says that nobody listens
        if await client.service_client.check_health(timeout=timedelta(seconds=3)):
            return client
    raise NoServer(f"no Temporal server answers at {address}: start it, or correct TALKOOT_TEMPORAL_ADDRESS")


def run_worker(settings: Settings | None = None) -> None:
    """Run a worker, a dispatcher and a housekeeper until signalled."""
    chosen = settings or Settings()
    logs.set_up(chosen)
    asyncio.run(_work(chosen))


def run_api(settings: Settings | None = None) -> None:
    """Serve the API until signalled."""
    chosen = settings or Settings()
    logs.set_up(chosen)
    asyncio.run(_serve(chosen))


async def _work(settings: Settings) -> None:
    parts = Parts.open(settings)
    client = await connected(temporal_address(settings), settings.temporal_namespace)
    dispatcher = parts.dispatcher(_public_url(settings, settings.api_port))
    loops = [asyncio.create_task(loop.run()) for loop in (dispatcher, parts.housekeeper())]
    working = worker(
        client,
        parts.database,
        parts.vault,
        task_queue=settings.task_queue,
        sandboxed=settings.sandboxed,
        max_cached_workflows=settings.max_cached_workflows,
    )
    try:
        async with working:
            await until_signalled()
    finally:
        for loop in loops:
            loop.cancel()
        await parts.database.close()


async def _serve(settings: Settings) -> None:
    parts = Parts.open(settings)
    client = await connected(temporal_address(settings), settings.temporal_namespace, lazy=True)
    port = ports.claim(settings.api_port)
    api = ApiServer(create(parts.services(client, _public_url(settings, port))), settings.api_host, port)
    serving = asyncio.create_task(api.serve())
    try:
        await until_signalled()
    finally:
        api.stop()
        await serving
        await parts.database.close()


def _public_url(settings: Settings, port: int) -> str:
    return settings.public_url or f"http://{settings.api_host}:{port}"
