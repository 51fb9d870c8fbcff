"""Load: how much is asked of somebody, what is too much, and how much more a start would be."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.loading import WEEK, WEEKS, Excess, Limits, Load, due_by_week, excesses, grown
from tests.fixtures.rules import START

LIMITS = Limits(duties=3, letters=4, seats=2, week=2)
numbers = st.integers(0, 6)
loads = st.builds(Load, numbers, numbers, numbers, st.tuples(*[numbers] * WEEKS))


def test_only_what_is_more_than_the_limit_is_too_much() -> None:
    assert excesses(Load(3, 4, 2, (2, 0, 0, 0)), LIMITS) == ()
    found = excesses(Load(4, 5, 3, (0, 0, 3, 0)), LIMITS)
    assert found == (Excess("duties", 4, 3), Excess("letters", 5, 4), Excess("seats", 3, 2), Excess("week", 3, 2))


def test_what_was_too_much_before_is_told_only_where_it_becomes_more() -> None:
    before, more = Load(duties=4, seats=2), Load(seats=1)
    assert grown(before, more, LIMITS) == (Excess("seats", 3, 2),)
    assert grown(before, Load(duties=1), LIMITS) == (Excess("duties", 5, 3),)


@given(loads, loads)
def test_a_start_that_asks_nothing_is_never_too_much_and_more_is_told_in_full(before: Load, more: Load) -> None:
    assert grown(before, Load(), LIMITS) == ()
    told = grown(before, more, LIMITS)
    assert set(told) <= set(excesses(before + more, LIMITS))
    assert {excess for excess in excesses(before + more, LIMITS) if excess not in excesses(before, LIMITS)} <= set(told)


def test_what_is_overdue_is_due_this_week_and_what_is_far_off_in_none() -> None:
    dues = [START - WEEK, START, START + WEEK - timedelta(seconds=1), START + WEEK, START + WEEKS * WEEK]
    assert due_by_week(dues, START) == (3, 1, 0, 0)
