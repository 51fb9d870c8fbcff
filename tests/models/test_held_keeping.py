"""What an open call holds goes on its day, and marks of whoever sent it before that."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from models import held_keeping
from models.engine import Database
from models.held_keeping import TRACES_KEPT
from models.held_needs import HELD_FOR
from models.states import HeldState
from models.tables import HeldNeed, PrivateValue
from tests.fixtures.correspondence import Post
from tests.fixtures.rules import START
from tests.models.test_held_needs import MOMENT, at_open_call, send


async def sweep(post: Post, now: Any) -> int:
    return await post.database.write(lambda session: held_keeping.sweep(session, post.vault, now))


@pytest.fixture
async def post(database: Database) -> Post:
    return await at_open_call(database)


async def test_what_nobody_took_in_goes_on_its_day_with_all_its_texts(post: Post) -> None:
    held = await send(post)
    assert isinstance(held, HeldNeed)
    assert await sweep(post, START + HELD_FOR - MOMENT) == 0
    assert await sweep(post, START + HELD_FOR) == 1
    row = await post.database.read(lambda session: session.get(HeldNeed, held.id))
    assert row is not None
    assert row.state is HeldState.EXPIRED
    texts = select(PrivateValue).where(PrivateValue.subject_id == f"held:{held.id}")
    assert await post.database.read(lambda session: session.exec(texts).all()) == []


async def test_marks_of_a_sender_are_forgotten_after_a_day(post: Post) -> None:
    held = await send(post)
    assert isinstance(held, HeldNeed)
    for now, kept in ((START + TRACES_KEPT - MOMENT, True), (START + TRACES_KEPT, False)):
        await sweep(post, now)
        row = await post.database.read(lambda session: session.get(HeldNeed, held.id))
        assert row is not None
        assert (row.sender is not None, row.mailbox is not None) == (kept, kept)
