"""Diagnosing a workflow server by a client of it: why it cannot be used now, in the words of the doctor."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from api.workflow_server import Ailment
from stack.temporal_access import Access
from stack.temporal_troubles import Trouble, trouble

_STEP = timedelta(seconds=3)
_PATIENCE = 7.0  # seconds, for both questions


async def obstacle(client: Client, access: Access) -> Trouble | None:
    """Why the server of this client cannot be used, or lacks our namespace; None if all is well. Takes up to 12 s."""
    address, namespace = client.service_client.config.target_host, client.namespace
    error = None
    try:
        async with asyncio.timeout(_PATIENCE):  # the client's own does not bound its connecting
            if await client.service_client.check_health(timeout=_STEP):
                return await _lack(client, address, namespace)
    except (RPCError, RuntimeError, TimeoutError) as failed:  # the second is how the SDK says that nobody listens
        error = failed
    return await trouble(address, access, error)


async def ailment(client: Client, access: Access) -> Ailment | None:
    """The same for the API, which answers anybody: where the server is, only its log says."""
    found = await obstacle(client, access)
    if found is None:
        return None
    address = client.service_client.config.target_host
    host = address.rpartition(":")[0].strip("[]")
    said = found.reason.replace(f" at {address}", "").replace(host, "…")
    return Ailment(found.reason, said, found.remedy)


async def _lack(client: Client, address: str, namespace: str) -> Trouble | None:
    try:
        wanted = DescribeNamespaceRequest(namespace=namespace)
        await client.workflow_service.describe_namespace(wanted, timeout=_STEP)
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:
            raise
        return Trouble(
            f"the Temporal server at {address} has no namespace '{namespace}'",
            "make it with deploy/temporal/namespace.sh, or correct TALKOOT_TEMPORAL_NAMESPACE",
        )
    return None
