"""Quiet hours as people write them; hours that would keep every letter for ever are refused."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.correspondence.piece import Quiet
from domain.correspondence.quiet_hours import LEAST_OPEN, quiet_hours
from domain.refusals import Malformed

MINUTES = st.integers(0, 24 * 60 - 1).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("20:00", "09:00", ("20:00", "09:00")),
        (" 8.30 ", "9.15", ("08:30", "09:15")),
        ("23:59", "0:00", ("23:59", "00:00")),
        ("", "", None),
        (None, None, None),
        ("  ", None, None),
    ],
)
def test_times_are_read_as_people_write_them(first: str | None, last: str | None, said: object) -> None:
    assert quiet_hours(first, last) == said


@pytest.mark.parametrize(
    ("first", "last", "path"),
    [
        ("20:00", "", "quiet_until"),
        ("", "9:00", "quiet_from"),
        ("24:00", "9:00", "quiet_from"),
        ("20:60", "9:00", "quiet_from"),
        ("ilta", "9:00", "quiet_from"),
        ("20:00", "20:00", "quiet_until"),
        ("00:00", "23:59", "quiet_until"),
        ("08:00", "14:00", "quiet_until"),
        ("14:00", "13:00", "quiet_until"),
    ],
)
def test_half_hours_no_times_and_too_many_hours_are_refused_with_their_place(first: str, last: str, path: str) -> None:
    with pytest.raises(Malformed) as refusal:
        quiet_hours(first, last)
    assert refusal.value.path == path
    assert refusal.value.remedy


def test_quiet_hours_reach_over_midnight() -> None:
    night, noon = Quiet(time(20), time(9)), Quiet(time(12), time(13))
    walls = [time(19, 59), time(20), time(0), time(8, 59), time(9)]
    assert [night.covers(wall) for wall in walls] == [False, True, True, True, False]
    assert [noon.covers(time(h)) for h in (11, 12, 13)] == [False, True, False]


@given(MINUTES, MINUTES)
def test_whatever_is_taken_leaves_room_in_the_working_day(first: str, last: str) -> None:
    try:
        hours = quiet_hours(first, last)
    except Malformed:
        return
    assert hours is not None
    quiet = Quiet.of(*hours)
    assert quiet is not None
    open_ = [m for m in range(9 * 60, 15 * 60) if not quiet.covers(time(m // 60, m % 60))]
    assert len(open_) >= LEAST_OPEN
