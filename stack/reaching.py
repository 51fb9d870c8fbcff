"""Reaching the workflow server: where it is, and whether it answers now."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from stack.data_folder import read_state
from stack.parts import connected
from stack.settings import Settings
from stack.temporal_access import Access
from stack.temporal_troubles import trouble
from stack.watching import Watching

_STEP = timedelta(seconds=3)
_PATIENCE = 7.0  # seconds, for both questions


class NoServer(Exception):
    """No Temporal server is named, none runs on the data folder, or none answers that is ready for us."""


def temporal_address(settings: Settings) -> str:
    """The address of the cluster, or of the embedded server that runs on the data folder. Raises NoServer."""
    if settings.temporal_address is not None:
        return settings.temporal_address
    state = read_state(settings.data)
    if state is None:
        raise NoServer(
            f"no Talkoot runs on {settings.data}: start it with 'talkoot up --data {settings.data}', "
            "or set TALKOOT_TEMPORAL_ADDRESS"
        )
    return state.temporal_address


async def reached(settings: Settings, watching: Watching | None = None) -> Client:
    """A connected client of the workflow server, which answers now and has our namespace.

    Raises NoServer and AccessUnusable.
    """
    address, namespace, access = temporal_address(settings), settings.temporal_namespace, Access.of(settings)
    asking, error = await connected(address, namespace, access=access, lazy=True), None
    try:
        async with asyncio.timeout(_PATIENCE):  # the client's own does not bound its connecting
            healthy = await asking.service_client.check_health(timeout=_STEP)
            if healthy:
                await _require_namespace(asking, address, namespace)
        if healthy:
            return await connected(address, namespace, access=access, watching=watching)
    except (RPCError, RuntimeError, TimeoutError) as failed:  # the second is how the SDK says that nobody listens
        error = failed
    raise NoServer(str(await trouble(address, access, error)))


async def _require_namespace(client: Client, address: str, namespace: str) -> None:
    try:
        wanted = DescribeNamespaceRequest(namespace=namespace)
        await client.workflow_service.describe_namespace(wanted, timeout=_STEP)
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:
            raise
        raise NoServer(
            f"the Temporal server at {address} has no namespace '{namespace}': make it with "
            "deploy/temporal/namespace.sh, or correct TALKOOT_TEMPORAL_NAMESPACE"
        ) from None
