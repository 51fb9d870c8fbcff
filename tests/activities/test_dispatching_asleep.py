"""A dispatcher whose machine slept: what it has in hand may be another's by now."""

from __future__ import annotations

import pytest

from activities.dispatching import LEASE
from models.engine import Database
from models.states import LetterState
from tests.activities.test_dispatching import Collecting, dispatcher, pass_at
from tests.fixtures.correspondence import Post
from tests.fixtures.rules import START


@pytest.fixture
async def post(database: Database) -> Post:
    return await Post.open(database)


async def test_whoever_wakes_behind_its_lease_hands_nothing_over_that_another_may_have_sent(post: Post) -> None:
    asleep, awake = Collecting(), Collecting()
    assert await dispatcher(post, asleep, lambda: START + LEASE).one_pass(START) == 3
    assert asleep.messages == []
    letters = (await post.letters()).values()
    assert {(one.state, one.bundle_id, one.attempts) for one in letters} == {(LetterState.WAITING, None, 0)}
    assert await pass_at(post, awake, START + LEASE) == 3
    assert len({str(message["To"]) for message in awake.messages}) == 3
