"""Letters that tell of a move wait a little; others do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.calendar import Calendar
from domain.correspondence.settling import SETTLES, first_of, is_bound, is_void, settles_at
from tests.fixtures.rules import MODEL, PIN, START

CALENDAR = Calendar(MODEL.calendar, PIN)
FIRST, MOVED = "meetings.0/attend_meeting/seat-01/m1", "meetings.0/attend_meeting/seat-01/m1.2"


def test_a_meeting_that_was_moved_is_told_a_quarter_of_an_hour_later() -> None:
    assert settles_at(CALENDAR, MOVED, "invitation", START) == START + SETTLES == START + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("obligation", "step"),
    [
        (FIRST, "invitation"),
        (MOVED, "withdrawn"),
        (MOVED, "0.remind"),
        ("piloting.1/observe/seat-01/i1.3", "invitation"),
        ("convening.1/answer_invitation/seat-01", "invitation"),
        ("convening.9/told/seat-01", "stop"),
        ("open_call/h1", "confirm"),
    ],
)
def test_everything_else_is_told_at_once(obligation: str, step: str) -> None:
    assert settles_at(CALENDAR, obligation, step, START) == START


def test_with_pace_it_waits_for_as_much_of_a_day() -> None:
    paced = replace(CALENDAR, day_milliseconds=9600)
    assert settles_at(paced, MOVED, "invitation", START) == START + timedelta(milliseconds=100)


def test_all_versions_of_a_meeting_have_one_first() -> None:
    assert first_of(MOVED) == first_of(FIRST) == FIRST
    assert is_bound(MOVED)
    assert not is_bound("meetings.0/minute_meeting/seat-01/m1")


def test_what_calls_off_or_reads_back_stays_true_when_a_meeting_moves() -> None:
    assert [is_void(step) for step in ("invitation", "0.remind", "reminded.17")] == [True] * 3
    assert [is_void(step) for step in ("withdrawn", "read_back.9")] == [False] * 2
