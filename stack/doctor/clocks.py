"""The clocks of this machine, the database and Temporal: letters, deadlines and the ledger are told by all three."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import text
from sqlmodel import Session
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest, PollWorkflowTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from models.engine import Database, DatabaseAway
from stack.doctor.findings import Finding, fault, warning, well

PART = "clock"
MOST_APART = timedelta(seconds=5)
_QUEUE = "talkoot-doctor"  # nothing is ever put there
_POLL = timedelta(seconds=3)  # the server takes no shorter ones
_PATIENCE = 4.0  # seconds
_SYNCHRONISE = "let both machines keep time by NTP"

Clock = Callable[[], datetime]
Asking = Callable[[], Awaitable[datetime | None]]


async def examine(clock: Clock, database: Database | None, temporal: Client | None) -> list[Finding]:
    """Compare the clocks, each with the middle of the moment that asking took."""
    found = [_zone()]
    if database is not None and database.dialect == "postgresql":  # a file has no clock of its own
        found += await _compared("the database", clock, lambda: _database_time(database))
    if temporal is not None:
        found += await _compared("Temporal", clock, lambda: temporal_time(temporal))
    return found


def _zone() -> Finding:
    try:
        ZoneInfo("Europe/Helsinki")
    except ZoneInfoNotFoundError:
        return fault(PART, "there are no time zones on this machine", "install requirements.lock, which brings them")
    return well(PART, "time is kept in UTC, and Europe/Helsinki is known")


async def _compared(whose: str, clock: Clock, ask: Asking) -> list[Finding]:
    before, theirs = clock(), None
    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            theirs = await ask()
    after = clock()
    if theirs is None:  # what is wrong with whose it is, is told elsewhere
        return []
    unsure = (after - before) / 2
    apart = theirs - (before + unsure)
    if abs(apart) - unsure <= MOST_APART:
        return [well(PART, f"the clock of {whose} agrees with ours")]
    how = "ahead of" if apart > timedelta() else "behind"
    return [warning(PART, f"the clock of {whose} is {abs(apart.total_seconds()):.0f} s {how} ours", _SYNCHRONISE)]


async def _database_time(database: Database) -> datetime | None:
    def asked(session: Session) -> datetime:
        moment: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
        return moment.astimezone(UTC)

    try:
        return await database.read(asked)
    except DatabaseAway:
        return None


async def temporal_time(temporal: Client) -> datetime | None:
    """Temporal tells nobody the time. But it notes when somebody last asked for work: so we ask, where none ever is."""
    asker = f"doctor-{secrets.token_hex(4)}"
    queue = TaskQueue(name=_QUEUE)
    wanting = PollWorkflowTaskQueueRequest(namespace=temporal.namespace, task_queue=queue, identity=asker)
    asking = asyncio.ensure_future(temporal.workflow_service.poll_workflow_task_queue(wanting, timeout=_POLL))
    try:
        while not asking.done():
            seen = await temporal.workflow_service.describe_task_queue(
                DescribeTaskQueueRequest(namespace=temporal.namespace, task_queue=queue), timeout=_POLL
            )
            for poller in seen.pollers:
                if poller.identity == asker:
                    return poller.last_access_time.ToDatetime(UTC)
            await asyncio.sleep(0.02)
    except (RPCError, RuntimeError):
        return None
    finally:
        asking.cancel()
        with suppress(asyncio.CancelledError, RPCError, RuntimeError):
            await asking
    return None
