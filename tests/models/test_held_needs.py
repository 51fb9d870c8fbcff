"""What open calls hold: within bounds, without an address in clear, and no longer than was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from models import held_keeping, held_needs, open_calls
from models.engine import Database
from models.held_bounds import Bounds, Full
from models.held_keeping import TRACES_KEPT
from models.held_needs import HELD_FOR, Sent
from models.states import HeldState
from models.tables import HeldNeed, PrivateValue, metadata
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.rules import START

NEED = Sent("f1", "Kanariatie on poikki.", "Kanariakylä", "kanaria@example.org", "fi", "192.0.2.7")
HOUR, MOMENT = timedelta(hours=1), timedelta(seconds=1)
BOUNDS = Bounds(from_one_sender=2, at_one_call=3, for_one_mailbox=1, held_at_once=4)


@pytest.fixture
async def post(database: Database) -> Post:
    post = await Post.open(database, phase="need_identification")
    await database.write(lambda session: open_calls.publish(session, post.keys, INITIATIVE, "1.1"))
    return post


async def send(post: Post, sent: Sent = NEED, now: Any = START) -> HeldNeed | Full:
    def hold(session: Any) -> HeldNeed | Full:
        call = open_calls.by_token(session, open_calls.token_of(post.keys, INITIATIVE, "1.1"))
        assert call is not None
        return held_needs.hold(session, post.vault, post.keys, BOUNDS, call, sent, now)

    return await post.database.write(hold)


async def sweep(post: Post, now: Any) -> int:
    return await post.database.write(lambda session: held_keeping.sweep(session, post.vault, now))


def other(number: int, *, network: str | None = None) -> Sent:
    return replace(NEED, form=f"g{number}", network=network or f"198.51.100.{number}", address=None)


async def test_the_same_form_is_held_once(post: Post) -> None:
    first, again = await send(post), await send(post)
    assert isinstance(first, HeldNeed)
    assert isinstance(again, HeldNeed)
    assert first.id == again.id
    assert await post.database.read(lambda session: held_keeping.waiting(session, INITIATIVE, START)) == 1


async def test_one_sender_sends_so_much_in_an_hour_and_then_waits_for_it_to_pass(post: Post) -> None:
    for number in range(2):
        assert isinstance(await send(post, other(number, network="192.0.2.7"), START + MOMENT * number), HeldNeed)
    assert await send(post, other(3, network="192.0.2.7"), START + 2 * MOMENT) == Full(START + HOUR)
    assert isinstance(await send(post, other(4), START + 2 * MOMENT), HeldNeed)
    assert isinstance(await send(post, other(5, network="192.0.2.7"), START + HOUR), HeldNeed)


async def test_of_a_network_of_version_6_its_half_counts(post: Post) -> None:
    for number in range(2):
        assert isinstance(await send(post, other(number, network=f"2001:db8:1:2::{number}")), HeldNeed)
    assert isinstance(await send(post, other(3, network="2001:db8:1:2:ffff::9")), Full)


async def test_nobody_is_sent_letter_upon_letter_in_the_name_of_others(post: Post) -> None:
    await send(post)
    loud = replace(NEED, form="f2", address="KANARIA@example.org", network="198.51.100.9")
    assert await send(post, loud, START + HOUR) == Full(START + timedelta(days=1))


async def test_a_call_is_full_for_all_and_holds_so_much_at_once(post: Post) -> None:
    for number in range(3):
        assert isinstance(await send(post, other(number)), HeldNeed)
    assert await send(post, other(4), START + MOMENT) == Full(START + HOUR)
    assert isinstance(await send(post, other(5), START + HOUR), HeldNeed)
    assert isinstance(await send(post, other(6), START + 3 * HOUR), Full)


async def test_nothing_of_a_sender_stands_in_clear_outside_the_vault(post: Post) -> None:
    await send(post)

    def everything(session: Any) -> str:
        tables = [table for table in metadata.sorted_tables if table.name in ("held_need", "open_call", "letter")]
        return str([session.execute(select(table)).all() for table in tables])

    told = await post.database.read(everything)
    assert "192.0.2.7" not in told
    assert "anaria" not in told


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
