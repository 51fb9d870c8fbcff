"""The dispatcher sends no more at once than mail servers take."""

from __future__ import annotations

from activities.rates import Rates
from models.engine import Database
from models.states import LetterState
from tests.activities.test_dispatching import MINUTE, Collecting, dispatcher
from tests.fixtures.correspondence import Post
from tests.fixtures.rules import START


async def test_messages_to_one_domain_beyond_its_rate_come_later_each_at_a_moment_of_its_own(
    database: Database,
) -> None:
    post, channel = await Post.open(database, seats=5, deputies=False), Collecting()
    slow = dispatcher(post, channel)
    slow.rates = Rates.of(100, 2)
    await slow.one_pass(START)
    assert len(channel.messages) == 2
    waiting = [row for row in (await post.letters()).values() if row.state is LetterState.WAITING]
    assert len({row.lease_until for row in waiting}) == len(waiting) == 4
    assert {(row.attempts, row.bundle_id) for row in waiting} == {(0, None)}
    for minutes in range(1, 5):
        slow.clock = lambda now=START + minutes * MINUTE: now  # type: ignore[misc]
        await slow.one_pass(slow.clock())
    assert {row.state for row in (await post.letters()).values()} == {LetterState.SENT}


async def test_beyond_the_rate_of_all_nothing_is_claimed(database: Database) -> None:
    post, channel = await Post.open(database), Collecting()
    slow = dispatcher(post, channel)
    slow.rates = Rates.of(1, 100)
    assert [await slow.one_pass(START), await slow.one_pass(START)] == [1, 0]
    assert sorted(row.state for row in (await post.letters()).values()) == ["sent", "waiting", "waiting"]
