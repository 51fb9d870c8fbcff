"""Temporal: whether it answers, knows our namespace, keeps what has ended, and has workers that take its work."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, timedelta

from sqlalchemy.exc import SQLAlchemyError
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import (
    DescribeNamespaceRequest,
    DescribeTaskQueueRequest,
    GetSystemInfoRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.dispatching import wall_clock
from models.engine import Database, DatabaseAway
from stack.doctor.clocks import Clock, temporal_time
from stack.doctor.findings import Finding, fault, warning, well
from stack.parts import connected
from stack.reaching import NoServer, temporal_address
from stack.recovering import unknown
from stack.restarting import open_initiatives
from stack.settings import Settings
from stack.temporal_access import Access, AccessUnusable
from stack.temporal_namespace import RETENTION
from stack.temporal_server import TemporalServerMissing, binary
from stack.temporal_troubles import trouble

PART = "Temporal"
_TRIED = (1, 32)  # the oldest server that Talkoot has been run with
_STEP = timedelta(seconds=3)
_MOST_TRIED = 50
_PATIENCE = 6.0  # seconds, for both questions
_SILENT = timedelta(seconds=75)
"""A worker that waits for work asks for it anew once a minute. Temporal still names one that ended five minutes ago."""
_START_ONE = "start one: 'talkoot worker'"


async def client(settings: Settings) -> Client | None:
    """A client of the server that the settings name or that runs on the data folder; None without either.

    None, too, when what the settings name to be let in with cannot be used.
    """
    try:
        access, namespace = Access.of(settings), settings.temporal_namespace
        return await connected(temporal_address(settings), namespace, access=access, lazy=True)
    except (NoServer, AccessUnusable):
        return None


async def examine(
    settings: Settings, temporal: Client | None, database: Database | None, clock: Clock = wall_clock
) -> list[Finding]:
    """Ask the server how it is, and of our namespace, our queue and some of our open initiatives."""
    try:
        access = Access.of(settings)
    except AccessUnusable as unusable:
        return [fault(PART, unusable.reason, unusable.remedy)]
    if temporal is None:
        return [_unnamed() if settings.environment == "production" else _embedded()]
    address, namespace = temporal_address(settings), settings.temporal_namespace
    try:
        async with asyncio.timeout(_PATIENCE):  # the client's own does not bound its connecting
            service = temporal.workflow_service
            version = (await service.get_system_info(GetSystemInfoRequest(), timeout=_STEP)).server_version
            described = await service.describe_namespace(DescribeNamespaceRequest(namespace=namespace), timeout=_STEP)
    except (RPCError, RuntimeError, TimeoutError) as error:  # the second is how the SDK says that nobody listens
        if isinstance(error, RPCError) and error.status is RPCStatusCode.NOT_FOUND:
            return [_no_namespace(address, namespace, access)]
        why = await trouble(address, access, error)
        return [fault(PART, why.reason, why.remedy)]
    kept = described.config.workflow_execution_retention_ttl.ToTimedelta()
    how = " by TLS" if access.tls else ""
    answers = well(PART, f"{address} answers{how}, version {version}, with the namespace '{namespace}'")
    lost = [] if database is None else await _lost(temporal, database)
    return [answers, *_doubtful(version, kept), await _workers(temporal, settings.task_queue, clock), *lost]


def _no_namespace(address: str, namespace: str, access: Access) -> Finding:
    by_tls = " TEMPORAL_TLS=true" if access.tls else ""
    make = f"TEMPORAL_ADDRESS={address} TEMPORAL_NAMESPACE={namespace}{by_tls} sh deploy/temporal/namespace.sh"
    if by_tls:
        make += " (with TEMPORAL_TLS_SERVER_CA_CERT_PATH and what else it names, as the cluster asks)"
    return fault(PART, f"{address} has no namespace '{namespace}'", make)


def _unnamed() -> Finding:
    return fault(PART, "no server is named, and production starts none by itself", "set TALKOOT_TEMPORAL_ADDRESS")


def _embedded() -> Finding:
    try:
        return well(PART, f"none runs on the data folder; 'talkoot up' starts {binary().name} by itself")
    except TemporalServerMissing as missing:
        return fault(PART, str(missing), "install requirements.lock, or set TALKOOT_TEMPORAL_ADDRESS")


def _doubtful(version: str, kept: timedelta) -> Iterator[Finding]:
    numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:2])
    if numbers < _TRIED:
        tried = ".".join(map(str, _TRIED))
        yield warning(PART, f"version {version} is older than any that was tried", f"upgrade it to {tried}")
    if kept < RETENTION:
        yield warning(
            PART,
            f"the namespace keeps what has ended for {kept.total_seconds() / 86_400:.1f} days only",
            f"set its retention to {RETENTION.days} days",
        )


async def _lost(temporal: Client, database: Database) -> list[Finding]:
    """Whether it knows the initiatives that are open here, as it does not after a restore without its own database."""
    try:
        tried = (await open_initiatives(database))[:_MOST_TRIED]
        lost = await unknown(temporal, tried)
    except (DatabaseAway, SQLAlchemyError, RPCError):  # told elsewhere
        return []
    if not lost:
        return []
    said = f"does not know {len(lost)} of the {len(tried)} open initiatives that it was asked for"
    return [fault(PART, said, "talkoot restart --all-open")]


async def _workers(temporal: Client, queue: str, clock: Clock) -> Finding:
    asked = DescribeTaskQueueRequest(
        namespace=temporal.namespace,
        task_queue=TaskQueue(name=queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    try:
        pollers = (await temporal.workflow_service.describe_task_queue(asked, timeout=_STEP)).pollers
    except RPCError as error:
        return warning(PART, f"does not tell of the queue '{queue}' ({error.status.name.lower()})", "look in its log")
    if not pollers:
        return warning(PART, f"no worker takes work from the queue '{queue}'", _START_ONE)
    last = max(poller.last_access_time.ToDatetime(UTC) for poller in pollers)
    now = await temporal_time(temporal) or clock()  # the moment of asking is told by Temporal's clock
    return _asked(queue, max(now - last, timedelta()))


def _asked(queue: str, ago: timedelta) -> Finding:
    """What it means that a worker last asked for work so long ago."""
    seconds = f"{ago.total_seconds():.0f} s ago"
    if ago > _SILENT:
        said = f"no worker takes work from the queue '{queue}' any more: the last one asked for it {seconds}"
        return warning(PART, said, _START_ONE)
    return well(PART, f"a worker asked for work from the queue '{queue}' {seconds}")
