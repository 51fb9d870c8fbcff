"""Settling: what may be changed again in the next minutes is not told at once, so that only the last word leaves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from domain.calendar import Calendar
from domain.letter import INVITATION, READ_BACK, WITHDRAWN

SETTLES: Final = timedelta(minutes=15)
"""For how long a meeting that was moved stays untold: who moves it mostly moves it twice."""

MOVES: Final = ("attend_meeting",)
"""Duties about a version of something, with its number behind (`m1.2`): what was asked of a former one is void."""

LASTS: Final = (WITHDRAWN, READ_BACK)
"""What letters of these steps say holds when that version is void: they tell so themselves, or read back what somebody
has entered.
"""

_DAY: Final = timedelta(days=1)


def is_bound(obligation: str) -> bool:
    """Whether an obligation, by its id, is about a version of something that may move."""
    return obligation.split("/")[1] in MOVES


def is_void(step: str) -> bool:
    """Whether a letter of this step says what does not hold once that version is void."""
    return step.partition(".")[0] not in LASTS


def first_of(obligation: str) -> str:
    """The id of what was asked about the first version of the same."""
    head, _, subject = obligation.rpartition("/")
    return f"{head}/{subject.partition('.')[0]}"


def settles_at(calendar: Calendar, obligation: str, step: str, due_at: datetime) -> datetime:
    """Not before when a letter leaves that is due at `due_at`: later where it tells that something has moved.

    With pace, a day's share of it.
    """
    if step != INVITATION or not is_bound(obligation) or first_of(obligation) == obligation:
        return due_at
    paced = calendar.day_milliseconds
    return due_at + (SETTLES if paced is None else timedelta(milliseconds=paced) * (SETTLES / _DAY))
