"""Every seat answers one initiative at the same moment, each by its own personal link: nobody is turned away.

On a server with the limits that we set, and on one with Temporal's own, where the API lets few through at a time. The
events that it costs and the baton that is handed on afterwards are counted.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from statistics import mean

import pytest
from sqlmodel import Session, select
from temporalio.api.workflowservice.v1 import UpdateWorkflowExecutionRequest
from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

from domain.ledger.entries import decode
from models.keys import token_sha256
from models.tables import Letter
from stack.links import link_of
from stack.parts import IN_FLIGHT_CLUSTER, IN_FLIGHT_EMBEDDED
from tests.fixtures.audit import agrees, audit, stored
from tests.fixtures.bare_models import bare
from tests.fixtures.careful import Careful, Spoken, command_key
from tests.fixtures.databases import BOTH
from tests.fixtures.faults import KEYS, World, open_world
from tests.fixtures.faulty_workers import Workers
from tests.fixtures.profiles import CAMPAIGN
from tests.fixtures.temporal_process import NAMESPACE, QUICK, TemporalProcess

pytestmark = [
    pytest.mark.server,
    pytest.mark.timeout(300),
    pytest.mark.parametrize("database_url", BOTH if CAMPAIGN else ["sqlite"], indirect=True),
]

SEATS, FEW = 200, 20
YES = {"reply": "yes"}
TEN = 10  # answers in flight to one initiative, without a setting of ours
LONE = 4  # seats that answer one after the other, before all others do at once
MOST_LONE, MOST_COINCIDING, MOST_GROWTH = 6, 3.5, 0.25
LARGEST_BATON = 256 * 1024
LONGEST_RUN = 1_000


@dataclass(frozen=True)
class Figures:
    """What it took: seconds until the last answer, the longest wait of one person, events of the workflow's history
    for each answer, alone and at once, those of the whole run, and the bytes that were handed to the next run.
    """

    seats: int
    seconds: float
    slowest: float
    lone: float
    coinciding: float
    history: int
    baton: int

    def __str__(self) -> str:
        return (
            f"{self.seats} seats in {self.seconds:.2f} s, the slowest {self.slowest:.2f} s; events an answer "
            f"{self.lone:.1f} lone, {self.coinciding:.2f} coinciding; {self.history} in the run; "
            f"baton {self.baton / 1024:.1f} KiB"
        )


@dataclass(frozen=True)
class Person:
    """Somebody with a personal link: speaks by it, and knows what was said."""

    careful: Careful
    answer: Spoken

    async def answers(self) -> float:
        """Send the answer, one time; seconds until it was taken."""
        began = time.monotonic()
        await self.careful.once(self.answer)
        assert self.answer.acknowledged, self.answer
        return time.monotonic() - began


async def answered_at_once(world: World, seats: int) -> Figures:
    """All seats of one initiative accept their invitations, few of them alone and the others at once, and the phase
    is left. Raises AssertionError for any answer that was not taken at the first try, or does not stand there once.
    """
    initiative = await world.start(bare("convening"), seats=seats)
    people = await invited(world, initiative, seats)
    run = world.services.temporal.get_workflow_handle(initiative)
    counts = [await events(run)]
    for person in people[:LONE]:
        await person.answers()
        counts.append(await events(run))
    began = time.monotonic()
    waited = await asyncio.gather(*(person.answers() for person in people[LONE:]))
    seconds = time.monotonic() - began
    history = await events(run)
    await every_answer_stands_once(world, initiative, people)
    return Figures(
        seats=seats,
        seconds=seconds,
        slowest=max(waited),
        lone=mean(after - before for before, after in pairwise(counts)),
        coinciding=(history - counts[-1]) / len(waited),
        history=history,
        baton=await handed_over(world, initiative),
    )


async def invited(world: World, initiative: str, seats: int) -> list[Person]:
    """The people who hold the seats, with the links of their letters."""

    def links(session: Session) -> list[tuple[str, str]]:
        tokens = filter(None, (link_of(session, KEYS, initiative, seat) for seat in world.region.seats[:seats]))
        letter = select(Letter.id)
        return [(t, session.exec(letter.where(Letter.token_sha256 == token_sha256(t))).one()) for t in tokens]

    path = f"/initiatives/{initiative}/convening/answer-invitation"
    people = []
    for token, letter in await world.database.write(links):
        key = secrets.token_hex(12)
        said = Spoken(path, YES, key, command_key(f"link:{letter}", path, YES, key))
        people.append(Person(Careful(world.careful.client, token), said))
    assert len(people) == seats
    return people


async def events(run: WorkflowHandle[object, object]) -> int:
    """How many events the history of a run holds."""
    return len((await run.fetch_history()).events)


async def every_answer_stands_once(world: World, initiative: str, people: list[Person]) -> None:
    """The audit from outside, and that each seat has answered exactly once."""
    await agrees(world.database, world.services.temporal, initiative)
    await world.log.holds()
    counted = await audit(world.database, initiative, [person.answer for person in people])
    assert (counted.acknowledged, counted.unknown) == (len(people), 0)
    recorded = [decode(entry.text) for entry in await stored(world.database, initiative)]
    answered = [entry.seat for entry in recorded if entry.event.KIND == "invitation.accepted"]
    assert sorted(filter(None, answered)) == sorted(world.region.seats[: len(people)])


async def handed_over(world: World, initiative: str) -> int:
    """Leave the phase; the bytes that the next run begins with."""
    temporal = world.services.temporal
    former = (await temporal.get_workflow_handle(initiative).describe()).run_id
    await world.says(initiative, "take-exit", exit="advance")
    for _ in range(200):
        latest = (await temporal.get_workflow_handle(initiative).describe()).run_id
        if latest != former:
            break
        await asyncio.sleep(0.05)
    assert latest != former
    history = await temporal.get_workflow_handle(initiative, run_id=latest).fetch_history()
    began = history.events[0].workflow_execution_started_event_attributes
    return sum(len(payload.data) for payload in began.input.payloads)


async def turned_away(temporal: Client, updates: int) -> int:
    """How many of these updates, sent at once to one workflow that nobody works on, the server turns away."""
    nobody = f"nobody-{secrets.token_hex(4)}"
    handle = await temporal.start_workflow("Nobody", id=nobody, task_queue=nobody)

    async def is_turned_away(number: int) -> bool:
        request = UpdateWorkflowExecutionRequest(namespace=NAMESPACE)
        request.workflow_execution.workflow_id = nobody
        request.request.meta.update_id = str(number)
        request.request.input.name = "interact"
        try:
            await temporal.workflow_service.update_workflow_execution(request, timeout=timedelta(seconds=1))
        except RPCError as error:
            return error.status is RPCStatusCode.RESOURCE_EXHAUSTED
        return False

    refusals = await asyncio.gather(*(is_turned_away(number) for number in range(updates)))
    await handle.terminate()
    return sum(refusals)


@pytest.fixture(scope="module")
async def with_default_limits(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TemporalProcess]:
    """A server as a cluster is without our settings."""
    process = TemporalProcess(tmp_path_factory.mktemp("default"), *QUICK, raised=False)
    await process.start()
    yield process
    process.kill()


async def a_world(
    stack: AsyncExitStack, temporal: TemporalProcess, workers: Workers, database_url: str, *, at_once: int
) -> World:
    """A world of this many seats at work, whose API has the product's patience and this bound on answers in flight."""
    stack.push_async_callback(workers.end)
    world = await open_world(stack, temporal, workers, database_url, seats=SEATS)
    world.services.patience = timedelta(seconds=10)
    world.services.answers_at_once = at_once
    await world.work()
    return world


async def test_two_hundred_seats_answer_at_once_and_nobody_is_turned_away(
    breakable: TemporalProcess,
    faulty_workers: Workers,
    database_url: str,
    record_property: Callable[[str, object], None],
) -> None:
    async with AsyncExitStack() as stack:
        world = await a_world(stack, breakable, faulty_workers, database_url, at_once=IN_FLIGHT_EMBEDDED)
        few = await answered_at_once(world, FEW)
        many = await answered_at_once(world, SEATS)
    record_property(f"answers at once, raised limits, {world.database.dialect}", many)
    assert many.lone <= MOST_LONE
    assert many.coinciding <= MOST_COINCIDING
    assert many.coinciding <= few.coinciding * (1 + MOST_GROWTH)
    assert many.history <= LONGEST_RUN
    assert many.baton <= LARGEST_BATON


async def test_two_hundred_seats_answer_at_once_on_a_server_with_default_limits(
    with_default_limits: TemporalProcess,
    faulty_workers: Workers,
    database_url: str,
    record_property: Callable[[str, object], None],
) -> None:
    async with AsyncExitStack() as stack:
        world = await a_world(stack, with_default_limits, faulty_workers, database_url, at_once=IN_FLIGHT_CLUSTER)
        assert await turned_away(world.services.temporal, TEN + 2) == 2
        many = await answered_at_once(world, SEATS)
    record_property(f"answers at once, default limits, {world.database.dialect}", many)
    assert many.lone <= MOST_LONE
    assert many.coinciding <= MOST_COINCIDING
    assert many.history <= LONGEST_RUN
