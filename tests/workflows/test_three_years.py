"""Three years of check-ins on a real server whose worker is ended and replaced at every wake, with a change of model on
the way: what is asked, answered and passed over in silence is what pure ticks bring, by count and order.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from domain.clockwork import next_wake
from domain.initiative import Initiative
from domain.operating_model import OperatingModel, PhaseRule
from domain.phases.establishment.commands import (
    AcceptHandOver,
    AnswerCheckIn,
    Condition,
    EvidenceGround,
    Ground,
    NameReceiver,
)
from domain.remodelling.commands import ApproveModelChange, ProposeModelChange
from domain.remodelling.dry_run import dry_run
from models.engine import Database
from models.vault import Vault
from stack.worker_life import worker
from tests.domain.remodelling.edits import of_phase, wd
from tests.domain.remodelling.playing import DEPUTY, change
from tests.fixtures.cycle import RECEIVER, holder
from tests.fixtures.databases import BOTH
from tests.fixtures.profiles import CAMPAIGN
from tests.fixtures.rules import MODEL, Play, charter, roster, text
from tests.fixtures.temporal import Run, Runs

pytestmark = [
    pytest.mark.server,
    pytest.mark.parametrize("database_url", BOTH if CAMPAIGN else BOTH[:1], indirect=True),
]
AWAY = 0.05
"""Seconds without a worker, in which the clock of the initiative runs to its next wake."""

SILENT_AT = "4"
"""The check-in that nobody answers."""

CHANGED_AFTER = 2
"""So many answers to check-ins have been given when the initiative goes on by another model."""


@dataclass
class Shift:
    """The one worker of a queue, which can be ended and replaced by another that remembers nothing."""

    environment: WorkflowEnvironment
    database: Database
    queue: str
    restarts: int = 0

    async def begin(self) -> Worker:
        """Let a new worker work."""
        self.worker = worker(
            self.environment.client,
            self.database,
            Vault(b"v" * 32),
            task_queue=self.queue,
            sandboxed=True,
            failures=(Exception,),
        )
        self.work = asyncio.create_task(self.worker.run())
        return self.worker

    async def end(self) -> None:
        """Let it go home."""
        await self.worker.shutdown()
        await self.work

    async def over(self, run: Run, initiative: Initiative) -> bool:
        """Let the initiative sleep until its next wake while nobody works, and begin anew; false once it has ended."""
        wake = next_wake(initiative)
        if wake is None:
            return False
        known, sleep = len(await run.entries()), wake - await run.now() + timedelta(seconds=1)
        await self.end()
        asleep = asyncio.create_task(self.environment.fast_forward(run.handle, sleep))
        await asyncio.sleep(AWAY)
        await self.begin()
        await asleep
        self.restarts += 1
        await run.until(lambda entries: len(entries) > known)
        return True


@pytest.fixture
async def shift(temporal: WorkflowEnvironment, database: Database) -> AsyncIterator[Shift]:
    shift = Shift(temporal, database, f"test-{secrets.token_hex(4)}")
    await shift.begin()
    yield shift
    await shift.end()


def asks(initiative: Initiative) -> bool:
    """Whether a check-in waits for the answer that its receiver will give."""
    owed = initiative.owed("check_in")
    return owed is not None and owed.subject != SILENT_AT


def later(model: OperatingModel) -> OperatingModel:
    """The next version, in which a check-in has a month instead of three weeks."""
    longer = of_phase("establishment", _patient)
    return replace(longer(model), version="1.9.0")


def _patient(rule: PhaseRule) -> PhaseRule:
    check_in = replace(rule.obligations["check_in"], due=wd(20))
    return replace(rule, obligations={**rule.obligations, "check_in": check_in})


def is_time_for_a_change(kinds: list[str]) -> bool:
    """Whether the model changes now."""
    return kinds.count("check_in.answered") == CHANGED_AFTER and "model.changed" not in kinds


async def change_on_the_server(run: Run) -> None:
    """One proposes the change by its dry run, another approves."""
    initiative = await run.folded()
    model = later(initiative.charter.model)
    sha256 = dry_run(initiative, model, await run.now()).sha256
    await run.say(ProposeModelChange(model.id, model.version, sha256, text(), model))
    await run.say(ApproveModelChange(model.id, model.version, sha256, model), DEPUTY)


def by_pure_ticks() -> list[str]:
    """The kinds of all that happens in an establishment whose receiver is silent at one check-in."""
    play = Play.of("establishment", roster(6))
    for ground in Ground:
        play.say(EvidenceGround(ground, text()))
    play.say(NameReceiver(RECEIVER))
    play.seat_says(RECEIVER, AcceptHandOver(accepts=True))
    while (wake := next_wake(play.initiative)) is not None:
        play.wait_until(wake)
        if asks(play.initiative):
            play.seat_says(RECEIVER, AnswerCheckIn(Condition.ALIVE))
        if is_time_for_a_change(play.kinds()):
            change(play, later(play.initiative.charter.model))
    return play.kinds()


async def test_three_years_of_check_ins_survive_every_restart_of_the_worker_and_a_change_of_the_model(
    shift: Shift,
) -> None:
    runs = Runs(shift.environment, shift.database, shift.queue, shift.worker)
    model = replace(MODEL, first="establishment")
    run = await runs.start(replace(charter(roster(6), model), initiative=f"i-{secrets.token_hex(6)}"))
    began = await run.now()
    for ground in Ground:
        await run.say(EvidenceGround(ground, text()))
    await run.say(NameReceiver(RECEIVER))
    await run.say(AcceptHandOver(accepts=True), holder(RECEIVER))
    while await shift.over(run, await run.folded()):
        if asks(await run.folded()):
            await run.say(AnswerCheckIn(Condition.ALIVE), holder(RECEIVER))
        if is_time_for_a_change(await run.kinds()):
            await change_on_the_server(run)
    kinds, folded = await run.kinds(), await run.folded()
    assert kinds == by_pure_ticks()
    assert folded.outcome == "established"
    counted = Counter(kinds)
    assert (counted["check_in.answered"], counted["check_in.unknown"]) == (4, 1)
    assert (folded.charter.model.version, counted["model.changed"]) == ("1.9.0", 1)
    assert shift.restarts >= 6
    assert (await run.entries())[-1].at - began > timedelta(days=3 * 365)
