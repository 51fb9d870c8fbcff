"""The stage for what is recorded: a server with a clock per workflow, a database, and workers that meet misfortune."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import temporalio.client
import temporalio.worker
from sqlmodel import Session
from temporalio import activity
from temporalio.client import Client, WorkflowHandle
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory
from temporalio.testing import WorkflowEnvironment
from temporalio.testing import _workflow as testing

from domain.actors import Speaker
from domain.commands import Command, Said
from domain.deciding import Decided, decide
from domain.initiative import Initiative
from models.append import STREAM, Proposal, append, entries_after
from models.engine import Database
from models.vault import Vault
from stack.temporal_server import binary
from stack.worker_life import worker
from tests.fixtures.temporal import FLAGS, Runs
from workflows import calls
from workflows.baton import Baton
from workflows.pen import Heard, Pen

VAULT = Vault(b"v" * 32)
Append = Callable[[calls.Proposal], Awaitable[Any]]


@asynccontextmanager
async def server(*settings: str) -> AsyncIterator[WorkflowEnvironment]:
    """A server of our own, with dynamic settings on top of the usual ones."""
    environment = await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=testing.TimeSkippingConfig(enabled=False, max_session_skip_count=10_000),
        dev_server_existing_path=str(binary()),
        dev_server_extra_args=[part for one in (*FLAGS, *settings) for part in ("--dynamic-config-value", one)],
        data_converter=pydantic_data_converter,
    )
    try:
        yield environment
    finally:
        await environment.shutdown()
        await asyncio.sleep(0.3)  # else the interpreter sometimes aborts at exit


@dataclass
class Stage:
    """Where a scenario plays: one server, one database, one task queue."""

    environment: WorkflowEnvironment
    database: Database
    queue: str = field(default_factory=lambda: f"stage-{secrets.token_hex(4)}")

    @asynccontextmanager
    async def runs(self, misfortune: Misfortune | None = None) -> AsyncIterator[Runs]:
        """A worker for the life of the block."""
        config = self.environment.client.config()
        config["interceptors"] = [misfortune] if misfortune else []
        client = Client(**config)
        working = worker(client, self.database, VAULT, task_queue=self.queue, sandboxed=True, failures=(Exception,))
        async with working:
            yield Runs(self.environment, self.database, self.queue, working)

    def handle(self, initiative: str, run: str | None = None) -> WorkflowHandle[Any, Any]:
        """A run, or the latest."""
        return self.environment.client.get_workflow_handle(initiative, run_id=run)

    async def latest(self, initiative: str) -> tuple[str, str]:
        """The initiative and the id of its latest run."""
        return initiative, str((await self.handle(initiative).describe()).run_id)

    async def until_events(self, initiative: str, kind: str, patience: float = 10.0) -> None:
        """Wait until the latest run has an event of this kind. Raises TimeoutError."""
        async with asyncio.timeout(patience):
            while True:
                history = await self.handle(initiative).fetch_history()
                if any(event.HasField(kind) for event in history.events):  # type: ignore[arg-type]
                    return
                await asyncio.sleep(0.05)

    async def wait(self, initiative: str, duration: timedelta) -> None:
        """Let the clock of the latest run go on."""
        await self.environment.fast_forward(self.handle(initiative), duration)


class Misfortune(temporalio.client.Interceptor, temporalio.worker.Interceptor):
    """Something that befalls the append of one command."""

    def __init__(self, key: str) -> None:
        self.key = key

    async def befalls(self, proposal: calls.Proposal) -> None:
        """What happens right before the append."""
        raise NotImplementedError

    def meets(self, proposal: calls.Proposal) -> bool:
        """Whether this is the append."""
        return any(entry.command_key == self.key for entry in proposal.entries)

    def intercept_activity(
        self, next: temporalio.worker.ActivityInboundInterceptor
    ) -> temporalio.worker.ActivityInboundInterceptor:
        """See `temporalio.worker.Interceptor`."""
        return _Befallen(next, self)


class _Befallen(temporalio.worker.ActivityInboundInterceptor):
    def __init__(self, next: temporalio.worker.ActivityInboundInterceptor, misfortune: Misfortune) -> None:
        super().__init__(next)
        self.misfortune = misfortune

    async def execute_activity(self, input: temporalio.worker.ExecuteActivityInput) -> Any:
        if activity.info().activity_type == calls.APPEND and self.misfortune.meets(input.args[0]):
            await self.misfortune.befalls(input.args[0])
        return await self.next.execute_activity(input)


class Overtaken(Misfortune):
    """Another run of the initiative writes first, once."""

    def __init__(self, key: str, database: Database, by: Speaker, command: Command) -> None:
        super().__init__(key)
        self.database, self.by, self.command = database, by, command

    async def befalls(self, proposal: calls.Proposal) -> None:
        """Somebody else's answer is stored where this one was to stand."""
        overtaken = proposal.after_seq == await self.database.read(lambda s: len(_stored(s, proposal.initiative)))
        if overtaken and not await self._is_there(proposal.initiative):
            await self.database.write(lambda session: stray(session, proposal.initiative, self.by, self.command))

    async def _is_there(self, initiative: str) -> bool:
        stored = await self.database.read(lambda session: _stored(session, initiative))
        return any(entry.command_key == STRAY_KEY for entry in stored)


class Away(Misfortune):
    """The database is away for as long as local activities are tried."""

    async def befalls(self, proposal: calls.Proposal) -> None:
        """Fail, unless this is a normal activity."""
        if activity.info().is_local:
            raise ApplicationError("the database cannot be written now", category=ApplicationErrorCategory.BENIGN)


STRAY_KEY = "57a4" * 4


def stray(session: Session, initiative: str, by: Speaker, command: Command, key: str = STRAY_KEY) -> int:
    """Write an answer into the ledger without the present run's knowledge; the number of the last entry then."""
    pen, now = Pen(Baton.of_ledger(_stored(session, initiative))), datetime.now(UTC)

    def answer(state: Initiative | None, at: datetime) -> Decided:
        assert state is not None
        return decide(state, Said(command, by, now), at)

    pen.propose(answer, now, key=key, heard=Heard(by, now))
    _, entries = pen.proposed()
    assert append(session, VAULT, Proposal(initiative, pen.head.seq, entries)) == ()
    return entries[-1].seq


def _stored(session: Session, initiative: str) -> Any:
    return entries_after(session, STREAM + initiative, 0)
