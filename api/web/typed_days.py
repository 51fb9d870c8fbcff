"""Days as people type them."""

from __future__ import annotations

import re
from datetime import date

_WRITTEN = re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})\.?", re.ASCII)
_YEARS = range(1900, 3000)  # beyond them no time zone and no calendar of ours reaches


def typed_day(text: str) -> date | None:
    """A day as browsers send it or as people write it: `2026-11-24`, `24.11.2026`. None for no day, and for one that
    nobody means.
    """
    text = text.strip()
    try:
        if written := _WRITTEN.fullmatch(text):
            day = date(int(written["year"]), int(written["month"]), int(written["day"]))
        else:
            day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None
