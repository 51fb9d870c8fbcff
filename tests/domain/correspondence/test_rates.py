"""Rates and back-off: never more than so many in a minute, each told a moment of its own, longer waits each time."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.correspondence.rates import MOST_ATTEMPTS, Rate, back_off
from tests.domain.correspondence.pieces import MONDAY

MINUTE = timedelta(minutes=1)


@given(a_minute=st.integers(1, 40), gaps=st.lists(st.integers(0, 9000), max_size=200))
def test_in_no_minute_more_than_twice_the_rate_goes_and_in_the_long_run_the_rate(
    a_minute: int, gaps: list[int]
) -> None:
    rate, now, gone = Rate(a_minute), MONDAY, []
    for gap in gaps:
        now += timedelta(milliseconds=gap)
        assert (rate.room(now) > 0) == (rate.take(now) is not None)
        if (after := rate.take(now)) is not None:
            rate = after
            gone.append(now)
    for moment in gone:
        assert sum(moment <= one < moment + MINUTE for one in gone) <= 2 * a_minute
    assert len(gone) <= a_minute * (1 + (now - MONDAY) / MINUTE) + 1


def test_who_has_to_wait_is_told_a_moment_at_which_there_is_room() -> None:
    rate = Rate(60)
    while after := rate.take(MONDAY):
        rate = after
    moments = []
    for _ in range(30):
        rate = rate.promise(MONDAY)
        moments.append(rate.promised)
    assert len(set(moments)) == 30
    for moment in moments:
        taken = rate.take(moment)
        assert taken is not None
        rate = taken


def test_each_wait_is_longer_spread_by_what_waits_and_the_same_each_time() -> None:
    for whose in ("a", "b"):
        waits = [back_off(attempt, whose) for attempt in range(1, MOST_ATTEMPTS)]
        assert waits == sorted(waits)
        assert waits == [back_off(attempt, whose) for attempt in range(1, MOST_ATTEMPTS)]
    spread = {back_off(1, str(n)) for n in range(100)}
    assert len(spread) > 90
    assert all(MINUTE <= wait < 1.25 * MINUTE for wait in spread)
