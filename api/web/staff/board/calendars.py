"""Working days for many initiatives at once.

Each initiative keeps the holidays pinned at its start. Reading them would open fifty ledgers for a page, so the board
counts by the calendar that a start would pin today: the same days, unless a holiday was decided on in between.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from api.services import Services
from domain.calendar import Calendar, Pin
from operating_models.pin import pin

_PAST: Final = timedelta(days=730)  # what is waited for began earlier, and holidays of that time count, too


def calendar_for(here: Services, model: str, now: datetime) -> Calendar | None:
    """The calendar of an operating model today; that of another one where this is published no more, None without
    any.
    """
    rules = here.models.get(model) or next(iter(here.models.values()), None)
    if rules is None:
        return None
    pinned = _pinned(rules.calendar.zone, rules.calendar.holidays, (now - _PAST).year)
    return Calendar(rules.calendar, pinned, rules.day_milliseconds)


@lru_cache(64)
def _pinned(zone: str, holidays: str, year: int) -> Pin:
    return pin(zone, holidays, date(year, 1, 1))
