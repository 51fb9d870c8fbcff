"""Temporal's file is lost, or an operator restarts what still runs: every open initiative goes on from its ledger."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime, timedelta

import pytest

from stack.restarting import NotOpen, Restarted, open_initiatives, restart
from tests.fixtures.bare_models import bare
from tests.fixtures.databases import ON_SQLITE
from tests.fixtures.faults import SEED, Note, World, sized

pytestmark = [pytest.mark.server, pytest.mark.timeout(60)]


async def in_several_phases(world: World) -> dict[str, str]:
    """Open initiatives with the phase that each is in."""
    needing = await world.start(bare("need_identification"))
    await world.says(needing, "need-identification/submit-need", text="Paikka puuttuu.", sector="resident")
    convening, planning, paused, back = [await world.start(bare("convening")) for _ in range(4)]
    await asyncio.gather(*(world.careful.say(*world.answer(convening, seat)) for seat in range(5)))
    await world.says(planning, "take-exit", exit="advance")
    until = datetime.now(UTC) + timedelta(days=30)
    await world.says(paused, "pause", until=until.isoformat(), reason="Remontti")
    await world.says(back, "take-exit", exit="loop_back", reason="Väärin ymmärretty.")
    return {
        needing: "need_identification",
        convening: "convening",
        planning: "joint_planning",
        paused: "convening",
        back: "need_identification",
    }


async def restart_all(world: World) -> dict[str, Restarted]:
    temporal, queue = world.services.temporal, world.queue
    mine = [one for one in await open_initiatives(world.database) if world.careful.of(one)]
    return {one: await restart(world.database, temporal, queue, one) for one in mine}


@pytest.mark.parametrize("database_url", ON_SQLITE, indirect=True)
async def test_after_temporals_file_is_lost_every_open_initiative_goes_on(world: World) -> None:
    worker = await world.work()
    phases = await in_several_phases(world)
    for initiative in phases:
        await world.audited(initiative)
    await worker.kill()
    world.temporal.kill()
    world.temporal.lose_file()
    await world.temporal.start()
    await world.work()
    lost = next(iter(phases))
    refused = world.careful.spoken(f"/initiatives/{lost}/need-identification/nothing-to-raise", seat_of(world, 3))
    assert not await world.careful.once(refused)
    assert refused.unclear == [503]  # its run is gone, and it is known to be open: no 404, and its texts are kept
    back = await restart_all(world)
    assert {initiative: restarted.phase for initiative, restarted in back.items()} == phases
    for initiative in phases:
        await world.audited(initiative)
    await world.careful.insist(refused)
    assert refused.acknowledged
    for initiative in phases:
        told = [spoken for spoken in world.careful.of(initiative) if spoken.acknowledged]
        for spoken in told:
            before = spoken.heard
            assert await world.careful.once(spoken)
            assert spoken.heard is not None
            assert before is not None
            assert spoken.heard.json() == before.json()
        await world.ends(initiative)
        await world.audited(initiative)


def seat_of(world: World, seat: int) -> dict[str, str]:
    return {"for_seat": world.region.seats[seat], "channel": "phone"}


async def test_a_restart_of_a_run_that_is_alive_and_answering_loses_and_doubles_nothing(
    world: World, record_property: Note
) -> None:
    await world.work()
    chance, rounds = random.Random(SEED), sized(2, 30)
    for _ in range(rounds):
        initiative = await world.start(bare("convening"))

        async def answers(seat: int, initiative: str = initiative) -> None:
            await asyncio.sleep(chance.random() * 0.6)
            await world.careful.say(*world.answer(initiative, seat))
            await world.careful.say(*world.answer(initiative, seat, "no"))

        async def restarts(initiative: str = initiative) -> None:
            for _ in range(3):
                await asyncio.sleep(chance.random() * 0.3)
                await restart(world.database, world.services.temporal, world.queue, initiative)

        await asyncio.gather(restarts(), *(answers(seat) for seat in range(12)))
        assert all(spoken.acknowledged for spoken in world.careful.of(initiative))
        await world.audited(initiative)
        await world.ends(initiative)
        counted = await world.audited(initiative)
        assert (counted.acknowledged, counted.unknown) == (25, 0)
    figures = f"{3 * rounds}, {25 * rounds} acknowledged, each once, seed {SEED}"
    record_property(f"restarts while answering on {world.database.dialect}", figures)


async def test_an_initiative_cannot_be_restarted_once_it_has_ended(world: World) -> None:
    await world.work()
    initiative = await world.start(bare("convening"))
    await world.ends(initiative)
    with pytest.raises(NotOpen):
        await restart(world.database, world.services.temporal, world.queue, initiative)
