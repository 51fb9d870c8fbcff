"""The namespace our initiatives live in on a Temporal server of our own."""

from __future__ import annotations

from datetime import timedelta

from google.protobuf.duration_pb2 import Duration
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.workflowservice.v1 import (
    DescribeNamespaceRequest,
    RegisterNamespaceRequest,
    UpdateNamespaceRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

RETENTION = timedelta(days=30)  # how long the server keeps what has ended; our ledger keeps it for good


async def ensure_namespace(client: Client, name: str, retention: timedelta = RETENTION) -> None:
    """Create the namespace if it is missing, and set how long ended runs are kept. Harmless to repeat."""
    keep = Duration(seconds=int(retention.total_seconds()))
    try:
        await client.workflow_service.register_namespace(
            RegisterNamespaceRequest(namespace=name, workflow_execution_retention_period=keep), retry=True
        )
    except RPCError as error:
        if error.status != RPCStatusCode.ALREADY_EXISTS:
            raise
        await _keep_for(client, name, keep)


async def _keep_for(client: Client, name: str, keep: Duration) -> None:
    found = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=name), retry=True)
    if found.config.workflow_execution_retention_ttl != keep:
        config = NamespaceConfig(workflow_execution_retention_ttl=keep)
        await client.workflow_service.update_namespace(
            UpdateNamespaceRequest(namespace=name, config=config), retry=True
        )
