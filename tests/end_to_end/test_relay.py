"""Phases hand over to each other again and again while people go on answering: nothing is lost, nothing is doubled."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from domain.ledger.entries import decode
from tests.fixtures.audit import stored
from tests.fixtures.bare_models import bare
from tests.fixtures.faults import SEED, Note, World, open_world, sized
from tests.fixtures.faulty_workers import Workers
from tests.fixtures.replaying import replayed
from tests.fixtures.temporal_process import QUICK, TemporalProcess

pytestmark = [pytest.mark.server, pytest.mark.timeout(900)]

ILL_TIMED = {"PhaseSettled", "OutOfTurn", "AlreadyAnswered", "NotAsked", "NotEntitled"}
EXITS = ({"exit": "advance"}, {"exit": "loop_back", "reason": "Palataan tarpeisiin."})


def something(world: World, chance: random.Random, seat: int) -> tuple[str, dict[str, Any]]:
    """Something that a seat might say in one of the two phases, in time or not."""
    for_seat = {"for_seat": world.region.seats[seat], "channel": "phone"}
    return chance.choice(
        [
            ("convening/answer-invitation", {"reply": chance.choice(["yes", "no"])} | for_seat),
            ("need-identification/nothing-to-raise", for_seat),
            ("need-identification/submit-need", {"text": "Valokuitu puuttuu."} | for_seat),
            ("need-identification/support-need", {"need": f"n{chance.randint(1, 3)}"} | for_seat),
        ]
    )


async def race(world: World, initiative: str, chance: random.Random, handovers: int) -> None:
    """The coordinator takes exit after exit while eight seats answer without a pause."""
    over = asyncio.Event()

    async def answers(seat: int) -> None:
        while not over.is_set():
            what, body = something(world, chance, seat)
            await world.careful.say(f"/initiatives/{initiative}/{what}", body)
            await asyncio.sleep(chance.random() * 0.02)

    async def hands_over() -> None:
        taken = 0
        while taken < handovers:
            spoken = await world.careful.say(f"/initiatives/{initiative}/take-exit", EXITS[taken % 2])
            taken += spoken.acknowledged
            assert spoken.refusal in (None, "PhaseSettled", "OutOfTurn")
            await asyncio.sleep(chance.random() * 0.1)
        over.set()

    await asyncio.gather(hands_over(), *(answers(seat) for seat in range(8)))


@pytest.fixture(scope="module")
async def impatient(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TemporalProcess]:
    """A server that wants a new run after a few dozen events, where ours would after thousands."""
    process = TemporalProcess(tmp_path_factory.mktemp("temporal"), *QUICK, "limit.historyCount.suggestContinueAsNew=40")
    await process.start()
    yield process
    process.kill()


async def test_runs_that_roll_while_they_are_answered_lose_and_double_nothing(
    impatient: TemporalProcess, faulty_workers: Workers, database_url: str, record_property: Note
) -> None:
    chance = random.Random(SEED)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(faulty_workers.end)
        world = await open_world(stack, impatient, faulty_workers, database_url)
        await world.work()
        initiative = await world.start(bare("convening"))
        first = await run_of(world, initiative)

        async def changes_its_mind(seat: int) -> None:
            for turn in range(sized(5, 100)):
                await asyncio.sleep(chance.random() * 0.02)
                await world.careful.say(*world.answer(initiative, seat, ("yes", "no")[turn % 2]))

        await asyncio.gather(*(changes_its_mind(seat) for seat in range(12)))
        assert all(spoken.acknowledged for spoken in world.careful.of(initiative))
        await world.audited(initiative)
        assert await run_of(world, initiative) != first
        await world.ends(initiative)
        counted = await world.audited(initiative)
        assert counted.acknowledged == 12 * sized(5, 100) + 1
        runs = await replayed(world.services.temporal, initiative)
        figures = f"{runs} runs of one phase, {counted.acknowledged} acknowledged, each once"
        record_property(f"rolling on {world.database.dialect}", figures)


async def run_of(world: World, initiative: str) -> str:
    """The id of the present run."""
    return str((await world.services.temporal.get_workflow_handle(initiative).describe()).run_id)


async def test_handovers_raced_by_answers_lose_and_double_nothing(world: World, record_property: Note) -> None:
    await world.work()
    handovers, chance = sized(10, 120), random.Random(SEED)
    initiative = await world.start(bare("need_identification"))
    await race(world, initiative, chance, handovers)
    await world.ends(initiative)
    counted = await world.audited(initiative)
    kinds = Counter(decode(entry.text).event.KIND for entry in await stored(world.database, initiative))
    assert kinds["phase.exited"] == handovers + 1
    assert await replayed(world.services.temporal, initiative) == handovers + 1
    refusals = Counter(spoken.refusal for spoken in world.careful.of(initiative) if spoken.refusal)
    assert set(refusals) <= ILL_TIMED, refusals
    assert counted.unknown == 0
    figures = f"{handovers}, {counted.acknowledged} acknowledged, each once, {counted.refused} refused, seed {SEED}"
    record_property(f"hand-overs on {world.database.dialect}", figures)
