"""Pinning: holidays and clock changes read once from the libraries that know them, before an initiative starts."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from holidays import country_holidays

from domain.calendar import Pin
from domain.refusals import ModelInvalid

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def pin(zone: str, holidays: str, first: date, years: int = 6) -> Pin:
    """Pin whole years, from that of `first` to `years` later: at least `years` full years from any day of the first.

    `zone` is an IANA name, `holidays` an ISO 3166 country code in capitals. For Finland the list is the mainland's and
    holds juhannusaatto and jouluaatto: no public holidays, yet a time limit set by law that ends on one of them moves
    to the next weekday (act 150/1930, section 5), and hardly anyone works. Here too they are no working days and carry
    no letter; where the package should ever stop listing them, a test says so.

    Raises ModelInvalid when the zone or the country is not known.
    """
    start, last = date(first.year, 1, 1), date(first.year + years, 12, 31)
    return Pin(zone, start, last, _holidays(holidays, start.year, last.year), _offsets(_zone(zone), start, last))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError) as unknown:
        raise ModelInvalid(
            f"'{name}' is not a time zone known here",
            path="calendar.zone",
            remedy="write a name of the IANA list, such as Europe/Helsinki",
        ) from unknown


def _holidays(country: str, first: int, last: int) -> tuple[date, ...]:
    try:
        # The language only names the days, and the names are dropped; without it the package asks the environment.
        days = country_holidays(country, years=range(first, last + 1), language="fi")
    except NotImplementedError as unknown:
        raise ModelInvalid(
            f"No holiday list is known for '{country}'",
            path="calendar.holidays",
            remedy="write the two letters of a country, such as FI",
        ) from unknown
    return tuple(day for day in sorted(days) if first <= day.year <= last)


def _offsets(zone: ZoneInfo, first: date, last: date) -> tuple[tuple[datetime, int], ...]:
    """The offset in force a day before `first`, then every change up to two days after `last`, exact to the second."""
    instant = datetime.combine(first, time(), UTC) - _DAY
    end = datetime.combine(last, time(), UTC) + 2 * _DAY
    found = [(instant, _seconds(zone, instant))]
    while instant < end:
        following = instant + _DAY
        if _seconds(zone, following) != found[-1][1]:
            turn = _turn(zone, instant, following)
            found.append((turn, _seconds(zone, turn)))
        instant = following
    return tuple(found)


def _turn(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first instant of the new offset, between two whose offsets differ (one change between them)."""
    old = _seconds(zone, before)
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        before, after = (middle, after) if _seconds(zone, middle) == old else (before, middle)
    return after


def _seconds(zone: ZoneInfo, instant: datetime) -> int:
    offset = instant.astimezone(zone).utcoffset()
    assert offset is not None  # a ZoneInfo always knows one at an instant
    return int(offset.total_seconds())
