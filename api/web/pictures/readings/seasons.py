"""Quiet seasons and days to write above a timeline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from api.web.pictures.readings.speaking import ZONE, Speaking, local_day
from api.web.pictures.timeline import Moment
from domain.calendar import Calendar

_DAY: Final = timedelta(days=1)
_WEEKS: Final = timedelta(weeks=16)
"""Up to so long, Mondays are written; beyond, the first days of months."""
_MOST: Final = 1000


def quiet_seasons(calendar: Calendar, begins: datetime, ends: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """The quiet days between two instants, those that follow one another together."""
    found: list[tuple[datetime, datetime]] = []
    for day in _days(local_day(begins), local_day(ends)):
        if not calendar.is_quiet(day):
            continue
        start, end = _midnight(day), _midnight(day + _DAY)
        if found and found[-1][1] == start:
            start = found.pop()[0]
        found.append((start, end))
    return tuple((max(start, begins), min(end, ends)) for start, end in found)


def ticks_between(begins: datetime, ends: datetime, say: Speaking) -> Iterator[Moment]:
    """Days to write: Mondays or first days of months; in less than three days, so many instants with their clock."""
    if ends - begins < 3 * _DAY:
        whole = ends - begins
        yield from (Moment(at, say.clock(at)) for at in (begins + whole * part / 5 for part in range(6)))
        return
    yield Moment(begins, say.day(begins))
    monthly = ends - begins > _WEEKS
    for day in _days(local_day(begins), local_day(ends)):
        at = _midnight(day)
        if begins < at <= ends and (day.day == 1 if monthly else day.weekday() == 0):
            yield Moment(at, say.day(day))


def _days(first: date, last: date) -> Iterator[date]:
    yield from (first + number * _DAY for number in range(min((last - first).days + 1, _MOST)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE).astimezone(UTC)
