"""Slack: working days between the last answer that is waited for and the end of the phase's window."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from domain.calendar import Calendar

_MOMENT: Final = timedelta(microseconds=1)
"""What ends with a day ends at the beginning of the next: the day before it is meant."""


def slack_of(calendar: Calendar, now: datetime, last_due: datetime, window: datetime) -> int:
    """How many; less than 0 where the answer, or by now the day, comes after the window's end."""
    last, end = max(last_due, now) - _MOMENT, window - _MOMENT
    return calendar.working_days_between(last, end) - calendar.working_days_between(end, last)
