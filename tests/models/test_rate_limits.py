"""Rates: never more than the limit at once, all of it again after the window, and the same count for every process."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, create_engine, select

from models.engine import Database
from models.rate_limits import Allowance, allow, forget, sweep
from models.tables import RateCount
from tests.fixtures.rules import START

WINDOW = timedelta(minutes=10)
SECOND = timedelta(seconds=1)


async def taken(database: Database, at: float, *, subject: str = "s1", limit: int = 3, cost: int = 1) -> Allowance:
    now = START + at * SECOND
    return await database.write(lambda session: allow(session, "guess", subject, limit, WINDOW, now, cost=cost))


async def test_so_many_are_taken_at_once_and_one_comes_back_after_its_part_of_the_window(database: Database) -> None:
    assert [(await taken(database, 0)).granted for _ in range(4)] == [True, True, True, False]
    refused = await taken(database, 1)
    assert refused == Allowance(granted=False, again_at=START + 200 * SECOND)
    assert refused.seconds_left(START + SECOND) == 199
    assert not (await taken(database, 199)).granted
    assert (await taken(database, 200)).granted
    assert not (await taken(database, 200)).granted
    assert [(await taken(database, 800)).granted for _ in range(4)] == [True, True, True, False]


async def test_what_is_refused_is_not_counted_and_others_have_their_own(database: Database) -> None:
    for _ in range(9):
        await taken(database, 0)
    assert (await taken(database, 200)).granted
    assert (await taken(database, 0, subject="s2")).granted


async def test_several_are_taken_together_or_not_at_all(database: Database) -> None:
    assert (await taken(database, 0, cost=2)).granted
    assert await taken(database, 0, cost=2) == Allowance(granted=False, again_at=START + 200 * SECOND)
    assert (await taken(database, 0, cost=1)).granted


async def test_what_a_clock_that_was_ahead_has_counted_keeps_nobody_waiting_once_it_is_right(
    database: Database,
) -> None:
    day = 24 * 3600
    assert [(await taken(database, day)).granted for _ in range(4)] == [True, True, True, False]
    assert [(await taken(database, 0)).granted for _ in range(4)] == [True, True, True, False]


async def test_of_many_that_come_at_once_no_more_than_the_limit_are_taken(database: Database) -> None:
    at_once = await asyncio.gather(*(taken(database, 0) for _ in range(20)))
    assert sum(one.granted for one in at_once) == 3


async def test_what_is_forgotten_or_made_up_for_leaves_nothing(database: Database) -> None:
    def rows(session: Session) -> list[str]:
        return sorted(session.exec(select(RateCount.subject)))

    await taken(database, 0, cost=3)
    await taken(database, 0, subject="s2", cost=3)
    await taken(database, 0, subject="s3")
    assert await database.write(lambda session: sweep(session, START + 200 * SECOND)) == 1
    assert await database.read(rows) == ["s1", "s2"]
    await database.write(lambda session: forget(session, "guess", "s1"))
    assert await database.read(rows) == ["s2"]
    assert (await taken(database, 1, cost=3)).granted


@pytest.mark.parametrize(("left", "said"), [(0, 1), (0.2, 1), (1, 1), (1.001, 2), (59.5, 60)])
def test_the_seconds_to_wait_are_whole_and_never_too_few(left: float, said: int) -> None:
    assert Allowance(granted=False, again_at=START + left * SECOND).seconds_left(START) == said


@given(st.lists(st.integers(0, 400), max_size=60), st.integers(1, 9))
def test_no_window_holds_more_than_twice_the_limit_and_whoever_waits_as_told_gets_it(
    pauses: list[int], limit: int
) -> None:
    engine = create_engine("sqlite://")
    RateCount.__table__.create(engine)  # type: ignore[attr-defined]
    granted, now = [], START
    with Session(engine) as session:
        for pause in pauses:
            now += pause * SECOND
            one = allow(session, "guess", "s", limit, WINDOW, now)
            if not one.granted:
                now = max(now, one.again_at)
                assert allow(session, "guess", "s", limit, WINDOW, now).granted
            granted.append(now)
    for end in granted:
        assert sum(end - WINDOW < at <= end for at in granted) < 2 * limit + 1
