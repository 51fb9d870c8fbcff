"""What open calls hold is written down once, its texts in the vault."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from models import held_keeping, held_needs, open_calls
from models.engine import Database
from models.held_bounds import Bounds, Full
from models.held_needs import Sent
from models.tables import HeldNeed, metadata
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.rules import START

NEED = Sent("f1", "Kanariatie on poikki.", "Kanariakylä", "kanaria@example.org", "fi", "192.0.2.7")
HOUR, MOMENT = timedelta(hours=1), timedelta(seconds=1)
BOUNDS = Bounds(from_one_sender=2, at_one_call=3, for_one_mailbox=1, held_at_once=4)


async def send(post: Post, sent: Sent = NEED, now: Any = START) -> HeldNeed | Full:
    def hold(session: Any) -> HeldNeed | Full:
        call = open_calls.by_token(session, open_calls.token_of(post.keys, INITIATIVE, "1.1"))
        assert call is not None
        return held_needs.hold(session, post.vault, post.keys, BOUNDS, call, sent, now)

    return await post.database.write(hold)


async def at_open_call(database: Database) -> Post:
    """Needs are identified, and a call is open."""
    post = await Post.open(database, phase="need_identification")
    await database.write(lambda session: open_calls.publish(session, post.keys, INITIATIVE, "1.1"))
    return post


@pytest.fixture
async def post(database: Database) -> Post:
    return await at_open_call(database)


async def test_the_same_form_is_held_once(post: Post) -> None:
    first, again = await send(post), await send(post)
    assert isinstance(first, HeldNeed)
    assert isinstance(again, HeldNeed)
    assert first.id == again.id
    assert await post.database.read(lambda session: held_keeping.waiting(session, INITIATIVE, START)) == 1


async def test_nothing_of_a_sender_stands_in_clear_outside_the_vault(post: Post) -> None:
    await send(post)

    def everything(session: Any) -> str:
        tables = [table for table in metadata.sorted_tables if table.name in ("held_need", "open_call", "letter")]
        return str([session.execute(select(table)).all() for table in tables])

    told = await post.database.read(everything)
    assert "192.0.2.7" not in told
    assert "anaria" not in told
