"""Slack counts the working days that lie between two days which end at midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.web.staff.board.slack import slack_of
from api.web.staff.laying_out import ZONE
from domain.calendar import Calendar
from operating_models.load import published
from operating_models.pin import pin

RULES = published()["fi.yhteisovaikuttavuus"].calendar
CALENDAR = Calendar(RULES, pin(RULES.zone, RULES.holidays, date(2026, 1, 1)))
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), ZONE).astimezone(UTC)


def working(first: date, last: date) -> int:
    """Working days after the first up to and including the last, counted one by one."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(CALENDAR.is_working(day) for day in days)


@given(DAYS, DAYS)
def test_it_is_the_working_days_after_the_last_answers_day_up_to_the_windows_last(answer: date, window: date) -> None:
    slack = slack_of(CALENDAR, end_of(date(2025, 12, 31)), end_of(answer), end_of(window))
    assert slack == working(answer, window) - working(window, answer)


@given(DAYS, DAYS, DAYS)
def test_an_answer_that_is_overdue_is_waited_for_from_today(now: date, answer: date, window: date) -> None:
    late = slack_of(CALENDAR, end_of(now), end_of(answer), end_of(window))
    assert late == slack_of(CALENDAR, end_of(now), end_of(max(now, answer)), end_of(window))
