"""Bounds of what open calls take: nobody fills a call, or the mailbox of another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from models.engine import Database
from models.held_bounds import Full
from models.held_needs import Sent
from models.tables import HeldNeed
from tests.fixtures.correspondence import Post
from tests.fixtures.rules import START
from tests.models.test_held_needs import HOUR, MOMENT, NEED, at_open_call, send


def other(number: int, *, network: str | None = None) -> Sent:
    return replace(NEED, form=f"g{number}", network=network or f"198.51.100.{number}", address=None)


@pytest.fixture
async def post(database: Database) -> Post:
    return await at_open_call(database)


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
