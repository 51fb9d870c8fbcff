"""The calendar section of an operating model, and the pace of demos: read strictly."""

from __future__ import annotations

import re
from datetime import date, timedelta

from domain.operating_model import CalendarRule
from domain.schema.reading import Place

_ZONE = r"UTC|[A-Z][A-Za-z_]*(/[A-Z][A-Za-z0-9_+-]*){1,2}"
_DAY = r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d"
_COMMON_YEAR = 2001  # a quiet season may not hang on 29 February
_HOUR = 3_600_000


def calendar_rule(place: Place) -> CalendarRule:
    """Zone (IANA name), holidays (ISO 3166 country), quiet seasons `MM-DD/MM-DD`, sending window `HH:MM-HH:MM`.

    Only the form is judged here: whether the zone and the holiday list exist is known where they are pinned.
    """
    fields = place.fields("zone", "holidays", "quiet", "send")
    return CalendarRule(
        zone=fields["zone"].text(_ZONE, "write the zone's full name, such as Europe/Helsinki"),
        holidays=fields["holidays"].text(r"[A-Z]{2}", "write the country's two capital letters, such as FI"),
        quiet=_quiet(fields["quiet"]),
        send=_send(fields["send"]),
    )


def day_milliseconds(place: Place) -> int:
    """How long a day lasts, in milliseconds: `2s` or `500ms`, from 10 ms to an hour."""
    day = place.fields("day")["day"]
    text = day.text(r"\d{1,7}(ms|s)", "write seconds or milliseconds, such as 2s or 500ms")
    number = int(text.rstrip("ms"))
    milliseconds = number if text.endswith("ms") else number * 1000
    if not 10 <= milliseconds <= _HOUR:
        day.refuse(f"a day of {text} is not a pace", "write 10ms at least and 3600s at most")
    return milliseconds


def _quiet(place: Place) -> tuple[tuple[str, str], ...]:
    seasons: list[tuple[str, str]] = []
    days: set[date] = set()
    for season in place.items():
        text = season.text(f"{_DAY}/{_DAY}", "write first and last day as 07-01/07-31")
        first, last = text.split("/")
        days.update(_days(season, first, last))
        seasons.append((first, last))
    if len(days) > 182:
        place.refuse("more than half of the year would be quiet", "leave days on which people can be asked")
    return tuple(seasons)


def _days(season: Place, first: str, last: str) -> list[date]:
    try:
        start, end = (date.fromisoformat(f"{_COMMON_YEAR}-{day}") for day in (first, last))
    except ValueError:
        season.refuse(f"'{first}/{last}' names a day that not every year has", "write days of a common year")
    length = (end - start).days % 365 + 1
    new_year = date(_COMMON_YEAR, 1, 1)
    return [new_year + timedelta(days=((start - new_year).days + step) % 365) for step in range(length)]


def _send(place: Place) -> tuple[str, str]:
    text = place.text(f"{_TIME}-{_TIME}", 'write the local window in quotes, such as "09:00-16:00"')
    start, end = re.split("-", text)
    if start >= end:
        place.refuse(f"the window {text} ends before it begins", "write the earlier time first")
    return start, end
