"""Windows: at which instants a letter may go to somebody, and which is the next one.

An ordinary letter keeps the sending window of its operating model: working days outside quiet seasons and holidays. An
urgent one may go on any day. Both keep to the hours between 7 and 21, and out of the reader's own quiet hours, even
where these leave nothing of the window.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from domain.calendar import Calendar
from domain.correspondence.piece import Quiet

MORNING, EVENING = time(7), time(21)
"""No letter ever goes before the one or from the other on."""

_DAY = timedelta(days=1)
_LONGEST_SEARCH = 400
_NEVER = datetime.max.replace(tzinfo=UTC)


def may_go(calendar: Calendar, at: datetime, *, urgent: bool = False, quiet: Quiet | None = None) -> bool:
    """Whether a letter may go at an instant. With pace always."""
    if calendar.day_milliseconds is not None:
        return True
    wall = calendar.local(at)
    if not (urgent or calendar.is_working(wall.date())):
        return False
    return any(start <= wall.time() < end for start, end in _hours(calendar, urgent, quiet))


def next_moment(calendar: Calendar, at: datetime, *, urgent: bool = False, quiet: Quiet | None = None) -> datetime:
    """The first instant, from `at` on, at which a letter may go; `at` itself where it may go at once."""
    if may_go(calendar, at, urgent=urgent, quiet=quiet):
        return at
    for day in _days(calendar.local(at).date()):
        if urgent or calendar.is_working(day):
            starts = (calendar.instant(day, start) for start, _ in _hours(calendar, urgent, quiet))
            if (found := min((one for one in starts if one >= at), default=None)) is not None:
                return found
    return calendar.instant(calendar.local(at).date() + _DAY, MORNING)  # a rule without a working day waits for none


def over_at(calendar: Calendar, at: datetime, quiet: Quiet | None = None) -> datetime:
    """From when on nothing goes to somebody to whom something may go at an instant, however urgent; that instant itself
    where nothing may. With pace at the end of all time.
    """
    if calendar.day_milliseconds is not None:
        return _NEVER
    wall = calendar.local(at)
    over = wall.time()
    for start, end in _hours(calendar, True, quiet):  # one may begin where another ends
        over = end if start <= over < end else over
    return at if over == wall.time() else calendar.instant(wall.date(), over)


def _hours(calendar: Calendar, urgent: bool, quiet: Quiet | None) -> list[tuple[time, time]]:
    """The hours of a day, each with its start and its end, which is outside. Where quiet hours leave nothing of a
    model's window, that gives way, up to the hours of what is urgent: the day is the model's, the hour the reader's.
    Quiet hours that leave nothing of these either cannot be kept.
    """
    start, end = (MORNING, EVENING) if urgent else map(time.fromisoformat, calendar.rule.send)
    start, end = max(start, MORNING), min(end, EVENING)
    if start >= end:  # a window in the night
        start, end = MORNING, EVENING
    if quiet is None:
        return [(start, end)]
    return _without(quiet, start, end) or _without(quiet, MORNING, EVENING) or [(start, end)]


def _without(quiet: Quiet, start: time, end: time) -> list[tuple[time, time]]:
    """What quiet hours leave of the time from `start` to `end`."""
    edges = sorted({start, end, *(edge for edge in (quiet.start, quiet.end) if start < edge < end)})
    return [(a, b) for a, b in pairwise(edges) if not quiet.covers(a)]


def _days(first: date) -> Iterator[date]:
    return (first + n * _DAY for n in range(_LONGEST_SEARCH))
