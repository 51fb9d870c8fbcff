"""Worker and Temporal die together right after a commit, and other people answer before the unlucky client returns.

Temporal knows nothing of the interaction then, and the ledger holds it: the case that compare-and-append is there for.
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass

import pytest

from tests.fixtures.bare_models import bare
from tests.fixtures.careful import Spoken
from tests.fixtures.databases import ON_SQLITE
from tests.fixtures.faults import SEED, Note, World, sized
from tests.fixtures.faulty_worker import Plan
from tests.fixtures.profiles import CAMPAIGN

pytestmark = [pytest.mark.server, pytest.mark.timeout(900)]

AGAIN = ["the coordinator again"] if CAMPAIGN else []


async def struck(world: World, unlucky: Spoken, beside: list[Spoken]) -> None:
    """Worker and server die with the append that holds the unlucky interaction, and are started again."""
    worker = await world.work(Plan(f"key:{unlucky.command_key}", "after", (world.temporal.pid,)))
    await asyncio.gather(*(world.careful.once(spoken) for spoken in (unlucky, *beside)))
    await worker.gone()
    unlucky.heard = None  # whatever was answered is lost on the way
    world.temporal.kill()  # collects what the worker has killed
    await world.temporal.start()


@dataclass(frozen=True)
class Round:
    """How many interactions were acknowledged before, with and after a kill, and how long nobody could answer."""

    acknowledged: int
    seconds: float


async def one_round(world: World, chance: random.Random) -> Round:
    """One initiative, struck once."""
    world = world.beside()
    worker = await world.work()
    initiative = await world.start(bare("convening"))
    seats = chance.sample(range(12), 12)
    say = [world.careful.spoken(*world.answer(initiative, seat)) for seat in seats]
    before, beside = chance.randrange(3), chance.randrange(1, 4)
    await asyncio.gather(*(world.careful.insist(spoken) for spoken in say[:before]))
    await worker.kill()
    unlucky, others = say[before], say[before + 1 :]
    struck_at = time.monotonic()
    await struck(world, unlucky, others[: beside - 1])
    await world.work()
    first = others[beside - 1 : beside + chance.randrange(1, 5)]
    await asyncio.gather(*(world.careful.insist(spoken) for spoken in first))
    seconds = time.monotonic() - struck_at
    assert all(spoken.acknowledged for spoken in first)
    await asyncio.gather(*(world.careful.insist(spoken) for spoken in (unlucky, *others)))
    assert all(spoken.acknowledged for spoken in say)
    await world.audited(initiative)
    await world.ends(initiative)
    return Round((await world.audited(initiative)).acknowledged, seconds)


async def test_worker_and_temporal_killed_after_the_commit_while_others_answer_first(
    world: World, record_property: Note
) -> None:
    first = SEED + (not CAMPAIGN and world.database.dialect == "sqlite")  # a round of another kind on each
    seeds = range(first, first + sized(1, 20))
    rounds = [await one_round(world, random.Random(seed)) for seed in seeds]
    assert [one.acknowledged for one in rounds] == [13] * len(seeds)
    longest = max(one.seconds for one in rounds)
    figures = f"{len(seeds)} fired, {13 * len(seeds)} acknowledged, each once, seeds from {first}"
    figures += f"; from the kill to the next acknowledged answers {longest:.1f} s at most"
    record_property(f"joint kills on {world.database.dialect}", figures)


@pytest.mark.parametrize("database_url", ON_SQLITE, indirect=True)
@pytest.mark.parametrize("who", ["a seat, in the phase that only the ledger knows of", *AGAIN])
async def test_an_exit_that_only_the_ledger_remembers_opens_the_next_phase(world: World, who: str) -> None:
    worker = await world.work()
    initiative = await world.start(bare("convening"))
    await worker.kill()
    back = {"exit": "loop_back", "reason": "Väärin ymmärretty."}
    exit = world.careful.spoken(f"/initiatives/{initiative}/take-exit", back)
    await struck(world, exit, [])
    await world.work()
    if who.startswith("a seat"):
        need = {"text": "Paikka puuttuu.", "for_seat": world.region.seats[0], "channel": "phone"}
        path = f"/initiatives/{initiative}/need-identification/submit-need"
        while not (spoken := await world.careful.say(path, need)).acknowledged:
            assert spoken.refusal == "PhaseSettled"  # between the phases, for a moment
            await asyncio.sleep(0.1)
    await world.careful.insist(exit)
    assert exit.acknowledged
    await world.audited(initiative)
    assert (await world.careful.read(f"/initiatives/{initiative}")).json()["phase"] == "need_identification"
