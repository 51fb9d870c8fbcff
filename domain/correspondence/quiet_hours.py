"""Quiet hours: between which wall times somebody wants no letters, over midnight or within a day."""

from __future__ import annotations

import re
from datetime import time

from domain.correspondence.piece import Quiet
from domain.refusals import Malformed

_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")
LEAST_OPEN = 120
"""Minutes of the working day, from 9 to 15, that have to stay open: else every letter would wait for ever."""
_WORK = range(9 * 60, 15 * 60)


def quiet_hours(first: str | None, last: str | None) -> tuple[str, str] | None:
    """From when until just before when it is quiet, as `HH:MM`; None for no hours of one's own, when both are empty.

    Takes times as people write them (`20:00`, `8.30`). Raises Malformed, naming `quiet_from` or `quiet_until`, for one
    time without the other, what is no time, and hours that leave no room for letters.
    """
    if not (first or "").strip() and not (last or "").strip():
        return None
    begin, end = _wall(first, "quiet_from"), _wall(last, "quiet_until")
    if begin == end:
        raise Malformed("both times are the same", path="quiet_until", remedy="say when letters may come again")
    quiet = Quiet(*map(time.fromisoformat, (begin, end)))
    if sum(not quiet.covers(time(*divmod(minute, 60))) for minute in _WORK) < LEAST_OPEN:
        raise Malformed(
            "these hours leave no room for letters",
            path="quiet_until",
            remedy="leave two hours open between 9 and 15, or stop reminders instead",
        )
    return begin, end


def _wall(written: str | None, path: str) -> str:
    found = _TIME.fullmatch((written or "").strip())
    if found is None:
        raise Malformed("this is no time of the day", path=path, remedy="write hours and minutes, such as 20:00")
    return f"{int(found[1]):02}:{found[2]}"
