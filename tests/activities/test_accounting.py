"""The accountant as a loop: it writes what has ended soon, and neither a database away nor a kill -9 makes it err."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter

import pytest
from sqlmodel import update

from activities.accounting import Accountant
from domain.correspondence.accounts import STREAM
from models.append import entries_after
from models.engine import Database, DatabaseAway
from models.letter_accounts import waits
from models.states import LetterState
from models.tables import Letter
from stack.verifying import verify_ledger
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.faults import SEED, sized
from tests.fixtures.forking import forking

LOOP = """
import asyncio, sys
from activities.accounting import Accountant
from models.engine import Database
import activities.accounting
activities.accounting.AT_ONCE = 3

def begin():
    asyncio.run(Accountant(Database.open(sys.argv[1]), idle_seconds=0.001).run())
"""


async def end(post: Post, state: LetterState = LetterState.SENT) -> None:
    await post.database.write(lambda session: session.execute(update(Letter).values(state=state, accounted_seq=None)))


async def rest(database: Database) -> None:
    """Wait until nothing is left to account for."""
    async with asyncio.timeout(20):
        while await database.read(waits):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def told(post: Post) -> list[str]:
    entries = await post.database.read(lambda session: entries_after(session, STREAM + INITIATIVE, 0))
    return [entry.text for entry in entries]


async def test_what_has_ended_is_told_within_a_second_or_so(database: Database) -> None:
    post, ends = await Post.open(database), list[tuple[str, str]]()
    accountant = Accountant(database, counted=lambda end, reason: ends.append((end, reason)))
    task = asyncio.create_task(accountant.run())
    await asyncio.sleep(0.1)
    await end(post)
    begun = time.monotonic()
    await rest(database)
    assert time.monotonic() - begun < 2.5
    task.cancel()
    await asyncio.wait([task])
    assert ends == [("sent", "")] * 3


async def test_at_rest_it_only_looks(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    await Post.open(database)

    async def never(*_: object, **__: object) -> None:
        raise AssertionError("nothing is to be written")

    monkeypatch.setattr(database, "write", never)
    assert await Accountant(database).one_pass(Accountant(database).clock()) == 0


async def test_a_database_that_was_away_is_tried_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    post, read, failed = await Post.open(database), database.read, [0]
    await end(post)

    async def once_away(work):  # type: ignore[no-untyped-def]
        failed[0] += 1
        if failed[0] == 1:
            raise DatabaseAway("away")
        return await read(work)

    monkeypatch.setattr(database, "read", once_away)
    monkeypatch.setattr("activities.accounting._LONGEST_BACK_OFF", 0.01)
    task = asyncio.create_task(Accountant(database).run())
    async with asyncio.timeout(10):
        while failed[0] < 2 or await read(waits):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    task.cancel()
    await asyncio.wait([task])
    monkeypatch.undo()
    assert len(await told(post)) == 3


async def test_killed_at_any_moment_no_end_is_lost_or_told_twice(database: Database, database_url: str) -> None:
    """Real processes, killed with -9 at random moments while they write, two at a time."""
    post = await Post.open(database, seats=59, deputies=False)
    chance, kills, rounds = random.Random(SEED), 0, 0
    with forking(LOOP, database_url) as another:
        while kills < sized(6, 60):
            rounds += 1
            await end(post, (LetterState.SENT, LetterState.FAILED)[rounds % 2])
            for process in [another() for _ in range(2)]:
                await asyncio.sleep(chance.uniform(0, 0.15))
                kills += process.kill()
            last = another()
            await rest(database)
            last.kill()
    texts = await told(post)
    letters = Counter(text.partition('"letter":"')[2].partition('"')[0] for text in texts)
    assert letters == {letter.id: rounds for letter in (await post.letters()).values()}
    assert (await verify_ledger(database)).broken == ()
