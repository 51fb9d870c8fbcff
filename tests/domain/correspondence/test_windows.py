"""Windows: the hours of letters on working days, feasts, in quiet seasons, at night and when the clock changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.correspondence.piece import Quiet
from domain.correspondence.windows import may_go, next_moment, over_at
from tests.domain.correspondence.pieces import CALENDAR, PACED, helsinki, quiet

INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))
CLOCKS = st.times().map(lambda one: one.replace(second=0, microsecond=0))
QUIETS = st.none() | st.builds(Quiet, CLOCKS, CLOCKS)


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        ("2026-01-12 08:59", "2026-01-12 09:00"),
        ("2026-01-12 09:00", "2026-01-12 09:00"),
        ("2026-01-12 15:59", "2026-01-12 15:59"),
        ("2026-01-12 16:00", "2026-01-13 09:00"),
        ("2026-01-16 18:00", "2026-01-19 09:00"),  # over a weekend
        ("2026-04-02 16:30", "2026-04-07 09:00"),  # over Easter
        ("2026-06-30 16:00", "2026-08-03 09:00"),  # over July
        ("2026-12-18 16:00", "2027-01-07 09:00"),  # over Christmas
        ("2026-03-27 17:00", "2026-03-30 09:00"),  # the clock goes forward on the Sunday between
        ("2026-10-23 17:00", "2026-10-26 09:00"),  # and back
    ],
)
def test_an_ordinary_letter_goes_in_the_window_of_a_working_day(at: str, goes: str) -> None:
    assert next_moment(CALENDAR, helsinki(at)) == helsinki(goes)


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        ("2026-01-12 20:59", "2026-01-12 20:59"),
        ("2026-01-12 21:00", "2026-01-13 07:00"),
        ("2026-07-18 06:59", "2026-07-18 07:00"),  # a Saturday in a quiet season
        ("2026-12-24 23:30", "2026-12-25 07:00"),
        ("2026-03-28 22:00", "2026-03-29 07:00"),
        ("2026-10-24 22:00", "2026-10-25 07:00"),
    ],
)
def test_an_urgent_letter_goes_on_any_day_but_never_in_the_night(at: str, goes: str) -> None:
    assert next_moment(CALENDAR, helsinki(at), urgent=True) == helsinki(goes)


@pytest.mark.parametrize(
    ("hours", "at", "goes"),
    [
        ("18:00-11:30", "2026-01-12 09:00", "2026-01-12 11:30"),
        ("12:00-14:00", "2026-01-12 12:00", "2026-01-12 14:00"),
        ("12:00-14:00", "2026-01-12 11:59", "2026-01-12 11:59"),
        ("13:00-20:00", "2026-01-12 13:00", "2026-01-13 09:00"),
    ],
)
def test_nothing_comes_in_a_persons_own_quiet_hours(hours: str, at: str, goes: str) -> None:
    assert next_moment(CALENDAR, helsinki(at), quiet=quiet(hours)) == helsinki(goes)


def test_what_is_urgent_keeps_to_quiet_hours_too() -> None:
    assert next_moment(CALENDAR, helsinki("2026-01-12 08:00"), urgent=True, quiet=quiet("18:00-10:00")) == helsinki(
        "2026-01-12 10:00"
    )


@pytest.mark.parametrize(
    ("send", "at", "goes"),
    [
        (("10:00", "12:00"), "2026-01-12 08:00", "2026-01-12 13:00"),  # after the quiet hours, on the same day
        (("10:00", "12:00"), "2026-01-12 21:00", "2026-01-13 07:00"),  # or before them on the next
        (("10:00", "12:00"), "2026-01-16 21:00", "2026-01-19 07:00"),  # which is a working day
        (("10:00", "15:00"), "2026-01-12 08:30", "2026-01-12 13:00"),  # a window of which something is left holds
        (("10:00", "15:00"), "2026-01-12 15:00", "2026-01-13 13:00"),
    ],
)
def test_a_window_that_lies_in_quiet_hours_gives_way_to_them(send: tuple[str, str], at: str, goes: str) -> None:
    narrow = replace(CALENDAR, rule=replace(CALENDAR.rule, send=send))
    assert next_moment(narrow, helsinki(at), quiet=quiet("08:00-13:00")) == helsinki(goes)


def test_with_pace_a_letter_goes_at_once_also_at_night() -> None:
    night = helsinki("2026-07-18 03:00")
    assert next_moment(PACED, night, quiet=quiet("18:00-10:00")) == night


@given(at=INSTANTS, urgent=st.booleans(), hours=QUIETS)
def test_the_next_moment_is_allowed_and_nothing_before_it_is(at: datetime, urgent: bool, hours: Quiet | None) -> None:
    moment = next_moment(CALENDAR, at, urgent=urgent, quiet=hours)
    assert moment >= at
    assert may_go(CALENDAR, moment, urgent=urgent, quiet=hours)
    assert 7 <= CALENDAR.local(moment).hour < 21
    step = (moment - at) / 50
    if step > timedelta(seconds=1):
        assert not any(may_go(CALENDAR, at + n * step, urgent=urgent, quiet=hours) for n in range(50))


@given(at=INSTANTS, hours=QUIETS)
def test_what_may_go_at_an_instant_may_until_the_hours_of_its_reader_end(at: datetime, hours: Quiet | None) -> None:
    end = over_at(CALENDAR, at, hours)
    if not may_go(CALENDAR, at, urgent=True, quiet=hours):
        assert end == at
        return
    just_before = end - timedelta(microseconds=1)
    assert at <= just_before
    assert all(may_go(CALENDAR, one, urgent=True, quiet=hours) for one in (just_before, at + (end - at) / 2))
    assert not may_go(CALENDAR, end, urgent=True, quiet=hours)


def test_at_a_pace_no_evening_comes() -> None:
    assert over_at(PACED, helsinki("2026-01-12 20:59")) > helsinki("2126-01-12 21:00")


@given(at=INSTANTS, start=st.integers(0, 22), length=st.integers(1, 23))
def test_no_window_of_a_model_brings_a_letter_in_the_night(at: datetime, start: int, length: int) -> None:
    end = min(start + length, 23)
    rule = replace(CALENDAR.rule, send=(f"{start:02}:00", f"{end:02}:00"))
    moment = next_moment(replace(CALENDAR, rule=rule), at)
    assert 7 <= CALENDAR.local(moment).hour < 21
