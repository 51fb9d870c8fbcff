"""A fault of our own while letters are sent: nobody is left in doubt whether they have gone."""

from __future__ import annotations

import pytest

from models.engine import Database
from models.states import LetterState
from tests.activities.test_dispatching import MINUTE, Collecting, dispatcher, pass_at
from tests.fixtures.correspondence import Post
from tests.fixtures.rules import START


@pytest.fixture
async def post(database: Database) -> Post:
    return await Post.open(database)


async def test_a_fault_of_our_own_before_the_channel_leaves_nobody_in_doubt(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(*_: object) -> None:
        raise RuntimeError("odd")

    channel = Collecting()
    sending = dispatcher(post, channel)
    monkeypatch.setattr(sending.rates, "take", odd)
    await sending.one_pass(START)
    letter = await post.letter("holder-01")
    assert (channel.begun, letter.state, letter.reason, letter.attempts) == (0, LetterState.WAITING, None, 1)
    assert letter.lease_until is not None
    monkeypatch.undo()
    await pass_at(post, channel, letter.lease_until + MINUTE)
    assert (await post.letter("holder-01")).state is LetterState.SENT
