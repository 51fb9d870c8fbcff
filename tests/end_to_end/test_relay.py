"""Phases hand over to each other again and again while people go on answering: nothing is lost, nothing is doubled."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from typing import Any

import pytest

from domain.ledger.entries import decode
from tests.fixtures.audit import stored
from tests.fixtures.bare_models import bare
from tests.fixtures.faults import SEED, World, sized

pytestmark = [pytest.mark.server, pytest.mark.timeout(900)]

ILL_TIMED = {"PhaseSettled", "OutOfTurn", "AlreadyAnswered", "NotAsked"}
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


async def test_handovers_raced_by_answers_lose_and_double_nothing(world: World) -> None:
    await world.work()
    handovers, chance = sized(10, 120), random.Random(SEED)
    initiative = await world.start(bare("need_identification"))
    await race(world, initiative, chance, handovers)
    await world.ends(initiative)
    counted = await world.audited(initiative)
    kinds = Counter(decode(entry.text).event.KIND for entry in await stored(world.database, initiative))
    assert kinds["phase.exited"] == handovers + 1
    refusals = Counter(spoken.refusal for spoken in world.careful.of(initiative) if spoken.refusal)
    assert set(refusals) <= ILL_TIMED, refusals
    assert counted.unknown == 0
