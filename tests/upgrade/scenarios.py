"""What is played to be recorded: initiatives whose runs hold every command that our workflows can give.

Played on a real server with a clock per workflow, by the code of the checkout that this runs in.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from temporalio.client import WorkflowUpdateFailedError

from domain.charter import Charter
from domain.commands import PauseUntil, Resume, TakeExit
from domain.operating_model import END, ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply, WriteMinutes
from operating_models.pin import pin
from stack.restarting import restart
from tests.fixtures.cycle import CYCLE, SEATS, holder, identify_needs
from tests.fixtures.rules import MODEL, charter, text
from tests.upgrade.staging import Away, Overtaken, Stage, stray

YES = AnswerInvitation(Reply.YES)
Ends = list[tuple[str, str]]
Scenario = Callable[[Stage], Awaitable[Ends]]
"""Plays on a stage; the initiative and the runs at which it ended, each of which leads back to what came before it."""


async def cycle(stage: Stage) -> Ends:
    """All phases, and three years of check-ins."""
    async with stage.runs() as runs:
        run = await runs.start(replace(charter(), initiative=named()))
        for phase, name in zip(CYCLE, (*MODEL.phases, END), strict=False):
            await run.entered(name)
            await phase(run)
        await run.until(lambda entries: entries[-1].event.KIND == "initiative.ended")
        return [await stage.latest(run.id)]


async def looped(stage: Stage) -> Ends:
    """A loop back, a pause, refusals of every kind, and a stop."""
    async with stage.runs() as runs:
        run = await runs.start(beginning("need_identification"))
        await identify_needs(run)
        await run.entered("convening")
        for seat in SEATS[:3]:
            await run.say(YES, holder(seat))
        with suppress(WorkflowUpdateFailedError):
            await run.say(YES, holder(SEATS[0]))
        with suppress(WorkflowUpdateFailedError):
            await run.say(WriteMinutes(text()), holder(SEATS[5]))
        with suppress(WorkflowUpdateFailedError):
            await stage.handle(run.id).execute_update("nonesuch", 1)
        await run.say(PauseUntil(await run.now() + timedelta(days=40), text()))
        await run.say(Resume())
        await run.say(TakeExit(ExitKind.LOOP_BACK, text()))
        await run.until(lambda entries: sum(e.event.KIND == "phase.opened" for e in entries) == 3)
        await run.say(TakeExit(ExitKind.STOP, text()))
        await run.until(lambda entries: entries[-1].event.KIND == "initiative.ended")
        return [await stage.latest(run.id)]


async def corrected(stage: Stage) -> Ends:
    """The ledger holds something else than was proposed: one answer is decided again, one is refused after all."""
    async with stage.runs() as runs:
        run = await runs.start(convening())
        await run.say(YES, holder(SEATS[0]))
    key = secrets.token_hex(8)
    taken = asyncio.create_task(run.say(YES, holder(SEATS[1]), key=key))
    refused = asyncio.create_task(run.say(YES, holder(SEATS[2])))
    await asyncio.sleep(1.0)  # both wait at the server, so that one append holds them
    async with stage.runs(Overtaken(key, stage.database, holder(SEATS[2]), YES)):
        await taken
        with suppress(WorkflowUpdateFailedError):
            await refused
        seq = await stage.database.write(lambda s: stray(s, run.id, holder(SEATS[3]), YES, key=secrets.token_hex(8)))
        await stage.handle(run.id).execute_update("catch_up", seq)
        return [await stage.latest(run.id)]


async def away(stage: Stage) -> Ends:
    """The database is away for a while: the local activity gives up, a normal one waits."""
    key = secrets.token_hex(8)
    async with stage.runs(Away(key)) as runs:
        run = await runs.start(convening())
        await run.say(YES, holder(SEATS[0]), key=key)
        return [await stage.latest(run.id)]


async def restarted(stage: Stage) -> Ends:
    """Started again from the ledger in place of a run, which then looks once whether something stray came after."""
    async with stage.runs() as runs:
        run = await runs.start(convening())
        await run.say(YES, holder(SEATS[0]))
        ends = [await stage.latest(run.id)]
        for seat in SEATS[1:3]:
            await restart(stage.database, stage.environment.client, stage.queue, run.id)
            ends.append(await stage.latest(run.id))
            await run.say(YES, holder(seat))
        await restart(stage.database, stage.environment.client, stage.queue, run.id)
        await stage.until_events(run.id, "timer_started_event_attributes")
        await stage.wait(run.id, timedelta(minutes=2))
        await stage.until_events(run.id, "timer_fired_event_attributes")
        await run.say(YES, holder(SEATS[3]))
        return [*ends, await stage.latest(run.id)]


async def calendar(stage: Stage) -> Ends:
    """The pinned years run short, and later ones are asked for."""
    async with stage.runs() as runs:
        short = pin(MODEL.calendar.zone, MODEL.calendar.holidays, datetime.now(UTC).date(), years=1)
        run = await runs.start(replace(convening(), pin=short))
        await run.forward(timedelta(days=60))
        await run.until(lambda entries: any(e.event.KIND == "calendar.extended" for e in entries))
        return [await stage.latest(run.id)]


async def rolled(stage: Stage) -> Ends:
    """A phase that has grown long goes on in a new run of the same type."""
    async with stage.runs() as runs:
        run = await runs.start(convening())
        for turn in range(24):
            await run.say(AnswerInvitation((Reply.YES, Reply.NO)[turn // 4 % 2]), holder(SEATS[turn % 4]))
        return [await stage.latest(run.id)]


QUICK: dict[str, Scenario] = {s.__name__: s for s in (looped, corrected, away, restarted, calendar)}
"""Played anew by every `make test`, to see that they still give the commands they gave when they were recorded."""
SLOW: dict[str, Scenario] = {"cycle": cycle}
IMPATIENT: dict[str, Scenario] = {"rolled": rolled}
"""On a server that wants a new run after a few dozen events."""


def convening() -> Charter:
    """An initiative that begins with convening."""
    return beginning("convening")


def beginning(phase: str) -> Charter:
    """An initiative that begins with this phase, as those of any version may."""
    return replace(charter(model=replace(MODEL, first=phase)), initiative=named())


def named() -> str:
    """A new id."""
    return f"i-{secrets.token_hex(6)}"
