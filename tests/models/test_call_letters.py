"""Links in letters to those who sent a need to an open call: what they open, and for how long."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from domain.commands import TakeExit
from domain.letter import CONFIRM
from domain.operating_model import ExitKind
from models import call_letters, held_keeping
from models.engine import Database
from models.keys import token_sha256
from models.links import GRACE
from models.states import HeldState
from models.tables import HeldNeed, Letter
from tests.fixtures.correspondence import Post
from tests.fixtures.rules import START, text
from tests.models.test_held_needs import MOMENT, at_open_call, send

TOKEN = "k" * 43


@pytest.fixture
async def post(database: Database) -> Post:
    return await at_open_call(database)


async def written_to(post: Post, step: str = CONFIRM, due: datetime = START) -> HeldNeed:
    """What was sent, and a letter with a link to whoever sent it."""
    held = await send(post)
    assert isinstance(held, HeldNeed)

    def write(session: Session) -> None:
        session.add(Letter(**call_letters.letter_to_sender(held, step, due), token_sha256=token_sha256(TOKEN)))

    await post.database.write(write)
    return held


async def opens(post: Post, now: datetime) -> bool:
    return await post.database.read(lambda session: call_letters.by_token(session, TOKEN, now)) is not None


async def settle(post: Post, held: HeldNeed, at: datetime) -> None:
    def write(session: Session) -> None:
        held_keeping.remove(session, post.vault, session.get_one(HeldNeed, held.id), HeldState.REMOVED, at)

    await post.database.write(write)


async def test_a_senders_link_outlives_by_a_while_what_became_of_what_they_sent(post: Post) -> None:
    held = await written_to(post)
    assert await opens(post, held.expires_at + GRACE - MOMENT)
    assert not await opens(post, held.expires_at + GRACE)
    await settle(post, held, START + MOMENT)
    assert await opens(post, START + GRACE)
    assert not await opens(post, START + MOMENT + GRACE)


async def test_the_link_of_a_later_answer_opens_for_a_while_from_then(post: Post) -> None:
    answered = START + timedelta(days=90)
    await settle(post, await written_to(post, "answered.9", answered), START)
    assert await opens(post, answered + GRACE - MOMENT)
    assert not await opens(post, answered + GRACE)


async def test_a_senders_link_outlives_the_initiative_by_a_while(post: Post) -> None:
    await written_to(post)
    post.play.say(TakeExit(ExitKind.STOP, text()))
    await post.store()
    assert await opens(post, START + GRACE - MOMENT)
    assert not await opens(post, START + GRACE)
