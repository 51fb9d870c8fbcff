"""Quiet hours as people write them: between which times of the day somebody wants no letters."""

from __future__ import annotations

import re

from domain.refusals import Malformed
from domain.registering import require_quiet

_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")


def quiet_hours(first: str | None, last: str | None) -> tuple[str, str] | None:
    """From when until just before when it is quiet, as `HH:MM`; None for no such hours: both are empty, or the same.

    Takes times as people write them (`20:00`, `8.30`). Raises Malformed, naming `quiet_from` or `quiet_until`, for what
    is no time, and what `require_quiet` refuses.
    """
    begin, end = _wall(first, "quiet_from"), _wall(last, "quiet_until")
    require_quiet(begin, end)
    return (begin, end) if begin and end and begin != end else None


def _wall(written: str | None, path: str) -> str | None:
    text = (written or "").strip()
    if not text:
        return None
    found = _TIME.fullmatch(text)
    if found is None:
        raise Malformed("this is no time of the day", path=path, remedy="write hours and minutes, such as 20:00")
    return f"{int(found[1]):02}:{found[2]}"
