"""Workers are killed at every moment of an append: what was acknowledged stands once, and nothing is stuck."""

from __future__ import annotations

import asyncio

import pytest

from tests.fixtures.audit import agrees
from tests.fixtures.bare_models import bare
from tests.fixtures.faults import Note, World
from tests.fixtures.faulty_worker import MOMENTS, Plan
from tests.fixtures.profiles import CAMPAIGN

pytestmark = [pytest.mark.server, pytest.mark.timeout(600)]

SIDES = ("before", "after")
POINTS = [Plan(moment, side) for moment in MOMENTS for side in SIDES]
AT_ONCE = 3
HOLIDAY = 250  # milliseconds a day lasts where reminders are to come: the first after four days


def share(*, on_sqlite: bool) -> list[Plan]:
    """Half of the points for each database: each moment on both, before here and after there."""
    return [plan for n, plan in enumerate(POINTS) if (n + n // 2) % 2 == on_sqlite]


async def bring_to(world: World, plan: Plan, initiative: str) -> None:
    """Do what leads to the append that the worker dies at."""
    match plan.moment:
        case "opening" | "tick":
            return
        case "exit" | "next_phase":
            await world.says(initiative, "take-exit", exit="advance")
        case "lone":
            await world.careful.say(*world.answer(initiative, 0))
        case "batch":
            await asyncio.gather(*(world.careful.say(*world.answer(initiative, seat)) for seat in range(8)))


async def killed(world: World, plan: Plan) -> int:
    """One initiative through one kill; how many interactions were acknowledged."""
    world = world.beside()
    model = bare("convening", day_milliseconds=HOLIDAY if plan.moment == "tick" else None)
    worker = await world.work(plan)

    async def replace() -> None:
        await worker.gone()
        await world.work()

    replacing = asyncio.create_task(replace())
    initiative = await world.start(model)
    await bring_to(world, plan, initiative)
    await replacing
    last = await world.careful.say(*world.answer(initiative, 9))
    assert last.acknowledged or last.refusal in ("PhaseSettled", "OutOfTurn")
    await agrees(world.database, world.services.temporal, initiative)
    await world.ends(initiative)
    counted = await world.audited(initiative)
    assert counted.unknown == 0
    return counted.acknowledged


async def test_a_worker_killed_at_any_moment_of_an_append_loses_and_doubles_nothing(
    world: World, record_property: Note
) -> None:
    mine = POINTS if CAMPAIGN else share(on_sqlite=world.database.dialect == "sqlite")
    limit = asyncio.Semaphore(AT_ONCE)

    async def one(plan: Plan) -> int:
        async with limit:
            return await killed(world, plan)

    acknowledged = await asyncio.gather(*(one(plan) for plan in mine))
    assert len(acknowledged) == len(mine)
    record_property(
        f"kills on {world.database.dialect}", f"{len(mine)} fired, {sum(acknowledged)} acknowledged, each once"
    )
