"""Load: what somebody is asked in all their initiatives together, and whether one more would be too much.

People in villages are few and take part in much. What is too much, an installation says; whoever asks them all the same
says why, and that stays on record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.refusals import Refusal

WEEKS: Final = 4
"""How many weeks ahead are told."""

LETTERS_LOOK_BACK: Final = timedelta(days=30)
WEEK: Final = timedelta(days=7)


class TooMuchAsked(Refusal):
    """Somebody would be asked more, in all their initiatives together, than is said to be bearable."""

    title = "This would be too much for somebody"


@dataclass(frozen=True)
class Load:
    """The open `duties`, the `letters` of the last thirty days, the `seats` in initiatives that go on, and the duties
    that are due by week from now on: those overdue stand in the first.
    """

    duties: int = 0
    letters: int = 0
    seats: int = 0
    weeks: tuple[int, ...] = (0,) * WEEKS

    def __add__(self, other: Load) -> Load:
        weeks = tuple(mine + theirs for mine, theirs in zip(self.weeks, other.weeks, strict=True))
        return Load(self.duties + other.duties, self.letters + other.letters, self.seats + other.seats, weeks)


@dataclass(frozen=True)
class Limits:
    """How much is bearable: at most so many of each; `week` is the most that is due in any one week."""

    duties: int = 12
    letters: int = 15
    seats: int = 5
    week: int = 6


@dataclass(frozen=True)
class LoadGuard:
    """The limits of an installation, and whether a start that goes beyond them is refused or only told so."""

    limits: Limits = Limits()
    refuses: bool = False


@dataclass(frozen=True)
class Excess:
    """What is too much, by the name of its limit: how much it `is`, and the `most` that is bearable."""

    what: str
    amount: int
    most: int


def excesses(load: Load, limits: Limits) -> tuple[Excess, ...]:
    """What of a load is beyond the limits."""
    measured = {
        "duties": (load.duties, limits.duties),
        "letters": (load.letters, limits.letters),
        "seats": (load.seats, limits.seats),
        "week": (max(load.weeks), limits.week),
    }
    return tuple(Excess(what, amount, most) for what, (amount, most) in measured.items() if amount > most)


def grown(before: Load, more: Load, limits: Limits) -> tuple[Excess, ...]:
    """What would be beyond the limits once `more` is asked, and is more than before."""
    former = {excess.what: excess.amount for excess in excesses(before, limits)}
    return tuple(excess for excess in excesses(before + more, limits) if excess.amount > former.get(excess.what, 0))


def week_of(due: datetime, now: datetime) -> int | None:
    """In which of the weeks ahead a duty is due, from 0 on; None for one that is due later."""
    week = max(0, (due - now) // WEEK)
    return week if week < WEEKS else None


def due_by_week(dues: Iterable[datetime], now: datetime) -> tuple[int, ...]:
    """How many of these instants lie in each of the weeks ahead."""
    weeks = [0] * WEEKS
    for due in dues:
        if (week := week_of(due, now)) is not None:
            weeks[week] += 1
    return tuple(weeks)
