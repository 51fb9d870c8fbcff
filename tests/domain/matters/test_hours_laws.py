"""However many hours are given and corrected, the state stays small and agrees with the sheet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.folding import fold
from domain.ledger.canonical import canonical
from domain.matters.hours.commands import CorrectHours, GiveHours, Work
from domain.matters.hours.events import HoursGiven
from domain.matters.hours.sheet import Sum, counting, sheet
from domain.matters.hours.state import CORRECTABLE
from domain.refusals import NotAsked
from domain.wire import plain
from tests.domain.matters.test_hours import DAY, FIRST, MEETING, events, kept, piloted
from tests.fixtures.rules import Play, roster


def months(counted: tuple[HoursGiven, ...]) -> tuple[Sum, ...]:
    return sheet(counted, 1500, {}).by_month


@pytest.fixture
def play() -> Play:
    return piloted()


def test_the_state_stays_small_however_many_hours_are_given(play: Play) -> None:
    for _ in range(CORRECTABLE + 20):
        play.seat_says(FIRST, MEETING)
    assert len(kept(play).correctable) == CORRECTABLE
    assert len(canonical(plain(kept(play)))) < 16_000
    with pytest.raises(NotAsked):
        play.seat_says(FIRST, CorrectHours("h20", Work.MEETING, DAY, 90, 3))
    play.seat_says(FIRST, CorrectHours("h21", Work.MEETING, DAY, 90, 3))
    assert kept(play).minutes == sum(e.minutes * e.people for e in counting(events(play)))


corrections = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 120), st.integers(1, 9)), max_size=12)


@given(corrections)
def test_the_state_and_the_sheet_agree_after_any_corrections(said: list[tuple[int, int, int]]) -> None:
    play = Play.of("convening", roster(6))
    for number, minutes, people in said:
        names = list(kept(play).correctable)
        if names and number < 5:
            name = names[number % len(names)]
            play.seat_says(FIRST, CorrectHours(name, Work.OTHER, DAY, minutes, people))
        else:
            play.seat_says(FIRST, GiveHours(Work.OTHER, DAY, minutes + 1, people))
    counted = counting(events(play))
    assert kept(play).minutes == sheet(counted, 1500, {}).minutes == sum(s.minutes for s in months(counted))
    assert fold(play.entries).matters == play.initiative.matters
