"""Workers with their dispatchers are killed, and the mail server hangs up after a letter: no letter is lost or doubled.

The reminders are those of real initiatives at the pace of a demo, written by real workers, handed to a real server.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email import message_from_string
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from domain.letter import CALLED, FIRST_STEPS, OWED_BY_NOBODY
from models.keys import token_sha256
from models.letter_claims import next_due
from models.letter_outcomes import Reason
from models.states import LetterState
from models.tables import Bundle, Letter
from tests.fixtures.bare_models import bare
from tests.fixtures.faults import Note, World, sized
from tests.fixtures.faulty_worker import LEASE, dispatcher
from tests.fixtures.faulty_workers import Worker
from tests.fixtures.mail_processes import mail_process
from tests.fixtures.region import enrol

pytestmark = [pytest.mark.server, pytest.mark.timeout(900)]

KILLED_WORKERS, KILLED_DISPATCHERS = sized(2, 20), sized(6, 80)
INITIATIVES, SEATS, DAY = sized(2, 3), sized(10, 100), sized(500, 3000)
REMINDERS = sized(20, 1000)
CUT_EVERY = sized(7, 25)
LINK = re.compile(r"/p/([A-Za-z0-9_-]{43})")


async def killed_again_and_again(world: World, smtp: str, file: Path) -> int:
    """A worker with its dispatcher and a dispatcher beside it at any time, each killed after a moment that chance
    chooses; how many were. They go on until the server has hung up once, however slow the machine.
    """

    def has_hung_up() -> bool:
        return file.read_text(encoding="utf-8").count("\n") >= CUT_EVERY

    async def one_after_the_other(start: Callable[[], Awaitable[Worker]], number: int, longest: float) -> int:
        kills = 0
        while kills < number or not has_hung_up():
            process = await start()
            await asyncio.sleep(world.chance.uniform(0.1, longest))
            await process.kill()
            kills += 1
        return kills

    async with asyncio.timeout(300):
        kills = await asyncio.gather(
            one_after_the_other(lambda: world.work(smtp=smtp), KILLED_WORKERS, sized(4, 10)),
            one_after_the_other(lambda: world.send(smtp), KILLED_DISPATCHERS, sized(1, 2)),
        )
    return sum(kills)


async def written(world: World) -> None:
    """Let a worker write what is still to be written of the reminders, and end."""
    worker = await world.work()
    async with asyncio.timeout(180):
        while sum(map(is_reminder, (await everything(world))[0])) < REMINDERS:  # noqa: ASYNC110
            await asyncio.sleep(0.3)
    await worker.kill()


async def sent_to_the_end(world: World, smtp: str) -> None:
    """Send what is left, until no letter is under way; what waits for another try comes an hour early, and again."""
    order, began = world.order("", None, smtp), datetime.now(UTC)
    assert order.post is not None
    last, hours = dispatcher(order, order.post, world.database), 0
    last.clock = lambda: datetime.now(UTC) + hours * timedelta(hours=1)
    task = asyncio.create_task(last.run())
    async with asyncio.timeout(120):
        while await world.database.read(lambda session: under_way(session, began)):
            await asyncio.sleep(0.3)
            due = await world.database.read(next_due)
            hours += due is not None and due > last.clock() + 2 * LEASE
    task.cancel()
    await asyncio.wait([task])


def under_way(session: Session, now: datetime) -> bool:
    """Whether a letter that was due is still to be sent, or being sent."""
    states = (LetterState.WAITING, LetterState.CLAIMED)
    query = select(Letter.id).where(col(Letter.state).in_(states), col(Letter.due_at) <= now)
    return session.exec(query.limit(1)).first() is not None


def taken_by_the_server(file: Path) -> dict[str, list[set[str]]]:
    """Of each Message-ID what the server took: the tokens of links, each time it was handed over."""
    taken: dict[str, list[set[str]]] = defaultdict(list)
    for line in file.read_text(encoding="utf-8").splitlines():
        message: Any = message_from_string(json.loads(line)["content"], policy=SMTP)
        body = message.get_body(("plain",))
        taken[message["Message-ID"]].append({token_sha256(token) for token in LINK.findall(body.get_content())})
    return taken


def is_reminder(letter: Letter) -> bool:
    return letter.kind not in OWED_BY_NOBODY and letter.step.partition(".")[0] not in FIRST_STEPS


async def everything(world: World) -> tuple[list[Letter], list[Bundle]]:
    def read(session: Session) -> tuple[list[Letter], list[Bundle]]:
        return [*session.exec(select(Letter)).all()], [*session.exec(select(Bundle)).all()]

    return await world.database.read(read)


def require_nothing_lost(letters: list[Letter], taken: dict[str, list[set[str]]]) -> None:
    """What is written down as sent was handed over, in the message that its row names."""
    for letter in letters:
        if letter.state is LetterState.SENT:
            assert letter.message_id is not None
            assert any(letter.token_sha256 in tokens for tokens in taken[letter.message_id]), letter


def require_nothing_doubled(letters: list[Letter], taken: dict[str, list[set[str]]]) -> None:
    """No letter is in two messages. A message that went twice holds the first letter of a matter."""
    firsts = {letter.token_sha256 for letter in letters if not is_reminder(letter)}
    said = Counter(token for times in taken.values() for token in set().union(*times))
    assert [token for token, messages in said.items() if messages > 1] == []
    for message, times in taken.items():
        assert len(times) == 1 or times[0] & firsts, message


def require_account(letters: list[Letter], bundles: list[Bundle], taken: dict[str, list[set[str]]]) -> None:
    """Every letter that fell due has an end; what nobody knows is held, and was being handed over as its bundle says.
    What the server took is sent, or held.
    """
    states = {bundle.id: bundle for bundle in bundles}
    ends = {letter.token_sha256: letter.state for letter in letters if letter.token_sha256}
    for letter in letters:
        assert letter.state.is_final, (datetime.now(UTC), letter.model_dump(), states.get(letter.bundle_id or ""))
        if letter.state is LetterState.HELD:
            assert (letter.reason, states[letter.bundle_id or ""].attempts > 0) == (Reason.UNCERTAIN, True)
    for times in taken.values():
        for token in set().union(*times):
            assert ends[token] in (LetterState.SENT, LetterState.HELD)


def require_budget(bundles: list[Bundle]) -> None:
    """One message a person and day of the pace, over all initiatives."""
    day = timedelta(milliseconds=DAY)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    counted = [one for one in bundles if one.person_id and one.state in (LetterState.SENT, LetterState.HELD)]
    of_day = Counter((one.person_id, (one.composed_at - epoch) // day) for one in counted)
    assert max(of_day.values()) == 1


async def test_killed_dispatchers_and_a_server_that_hangs_up_lose_and_double_no_letter(
    world: World, tmp_path: Path, record_property: Note
) -> None:
    if len(world.region.seats) < SEATS:
        services = world.services
        world.region = await services.database.write(lambda session: enrol(session, services.vault, SEATS))
        world.careful.api_key = world.region.coordinator
    file = tmp_path / "letters.jsonl"
    file.touch()
    async with mail_process(cut_every=CUT_EVERY, into=str(file)) as server:
        smtp = f"smtp://127.0.0.1:{server.port}"
        first = await world.work()
        for _ in range(INITIATIVES):
            await world.start(bare("convening", day_milliseconds=DAY), seats=SEATS)
        await first.kill()
        kills = await killed_again_and_again(world, smtp, file)
        await written(world)
    async with mail_process(into=str(file)) as server:
        await sent_to_the_end(world, f"smtp://127.0.0.1:{server.port}")
    await world.log.holds()
    letters, bundles = await everything(world)
    letters, taken = [one for one in letters if one.due_at <= datetime.now(UTC)], taken_by_the_server(file)
    require_nothing_lost(letters, taken)
    require_nothing_doubled(letters, taken)
    require_account(letters, bundles, taken)
    require_budget(bundles)
    ends = Counter(str(letter.state) for letter in letters if is_reminder(letter))
    assert sum(ends.values()) >= REMINDERS
    assert any(len(times) > 1 for times in taken.values()) or ends["held"], "no kill and no cut ever struck a letter"
    assert CALLED not in {letter.kind for letter in letters}
    again = sum(len(times) > 1 for times in taken.values())
    record_property(
        f"letters on {world.database.dialect}",
        f"{kills} kills, {len(taken)} messages, {again} of them again; reminders {dict(ends)}",
    )
