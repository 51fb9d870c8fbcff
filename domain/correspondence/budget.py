"""The budget: one message a person and day, or week by their own choice; three letters about one duty to one person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from domain.calendar import Calendar
from domain.correspondence.piece import Piece
from domain.cycle import MATTERS, PHASES
from domain.letter import FIRST_STEPS, READ_BACK, WITHDRAWN, Voice

MOST_ABOUT_ONE = 3
"""Letters that ask one person for one thing: the first, and two reminders. The rules' page would leave the first out of
the count; it is counted here, and ADR 24 says why. What is over is a coordinator's work.
"""

DAILY, WEEKLY = 1, 7
"""Days from one message to the next."""

_ASKS_NOTHING = (Voice.TOLD, Voice.CALLED, Voice.UNDELIVERED, Voice.READ_BACK, Voice.WITHDRAWN)
"""They tell what somebody has a right to know, and are not counted."""


@cache
def outside() -> frozenset[str]:
    """The duties on outside clocks, whose day nobody here moves: a funder's deadline, a meeting, a review of harm."""
    kinds = (*(phase.OUTSIDE for phase in PHASES.values()), *(matter.OUTSIDE for matter in MATTERS.values()))
    return frozenset(duty for duties in kinds for duty in duties)


def counts(voice: Voice) -> bool:
    """Whether a letter in this voice asks for something, and so counts among those about one duty."""
    return voice not in _ASKS_NOTHING


def is_over(voice: Voice, gone: Iterable[str]) -> bool:
    """Whether a letter is one too many, after letters of these steps have gone, or may have, to the same person about
    the same thing.

    The first word by which a matter is put to somebody never is, and counts for those that follow it; a matter that
    comes back to them later is no new one [ours, ADR 24].
    """
    if not counts(voice):
        return False
    heads = [step.partition(".")[0] for step in gone]
    if voice.is_first and not any(head in FIRST_STEPS for head in heads):
        return False
    return sum(head not in (READ_BACK, WITHDRAWN) for head in heads) >= MOST_ABOUT_ONE


def is_urgent(piece: Piece, now: datetime) -> bool:
    """Whether it may pass the window and the budget: its reader waits for it, or its last day, which an outside clock
    has set, is today.
    """
    if piece.awaited:
        return True
    return piece.due is not None and piece.duty in outside() and piece.calendar.is_last_day(piece.due, now)


def presses(piece: Piece, soonest: datetime, ordinary: datetime) -> bool:
    """Whether a letter passes window and budget, as it would else come too late: it may leave at the `soonest` before
    what it tells of, and by the `ordinary` instant that deadline of an outside clock is over, or the day has come on
    which its reader would set out in vain.
    """
    if soonest >= ordinary:
        return False
    if piece.counted_on is not None and soonest < piece.counted_on:
        return ordinary >= piece.calendar.day_start(piece.counted_on, 0)
    return piece.due is not None and piece.duty in outside() and soonest < piece.due <= ordinary


def free_at(calendar: Calendar, last: datetime | None, days: int) -> datetime | None:
    """The instant from which another message may be composed after the `last` one; None if there has been none."""
    return None if last is None else calendar.day_start(last, days)
