"""The back-plan: the latest safe day of each milestone before an outside deadline, and how many working days are spare.

The deadline stands whatever day it falls on, a Sunday in July too; the work toward it is counted in working days.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from domain.calendar import Calendar
from domain.planning import Milestones, days_behind, days_needed, days_until, in_order, shortened


@dataclass(frozen=True)
class Dated:
    """A milestone on the calendar. `latest` is the instant at which its last safe day `latest_day` has ended; `slack` is
    how many working days it may still slip, negative if it is that many late; None once it has been reached.

    It takes `takes` working days, and `shortest` where the plan has no room (None: it may not be shortened).
    """

    id: str
    latest: datetime
    latest_day: date
    takes: int
    shortest: int | None
    slack: int | None
    reached: bool


@dataclass(frozen=True)
class Backplan:
    """What is to be reached until `deadline`, and how it stands today.

    `slack` is what the whole plan may still slip. If that is negative, `shorten` names the milestones that must take no
    more than so many days; `short_by` is how many days are lacking even so, and `late` the first milestone that then
    comes too late.
    """

    deadline: datetime
    slack: int | None
    milestones: tuple[Dated, ...]
    shorten: dict[str, int]
    short_by: int = 0
    late: str | None = None

    def of(self, milestone: str) -> Dated:
        """A milestone by its id. Raises KeyError."""
        return {one.id: one for one in self.milestones}[milestone]


def backplan(
    milestones: Milestones,
    margin: int,
    reached: Collection[str],
    calendar: Calendar,
    deadline: datetime,
    now: datetime,
) -> Backplan:
    """Lay the milestones on the calendar, the last of them `margin` working days before the deadline.

    `now` is part of no milestone: what takes a day takes the whole of one that is still to come.
    """
    ordered = in_order(milestones)
    dated = _dated(ordered, margin, reached, calendar, deadline, now)
    if all(one.reached for one in dated):
        return Backplan(deadline, None, dated, {})
    days = calendar.days_left(now, calendar.before(deadline, margin))
    spare = days - days_needed(ordered, reached)
    if spare >= 0:
        return Backplan(deadline, spare, dated, {})
    fitting = shortened(ordered, reached, days)
    shorten = {new.id: new.takes for old, new in zip(ordered, fitting, strict=True) if new.takes != old.takes}
    short_by = max(days_needed(fitting, reached) - days, 0)
    late = _first_late(_dated(fitting, margin, reached, calendar, deadline, now)) if short_by else None
    return Backplan(deadline, spare, dated, shorten, short_by, late)


def _dated(
    milestones: Milestones,
    margin: int,
    reached: Collection[str],
    calendar: Calendar,
    deadline: datetime,
    now: datetime,
) -> tuple[Dated, ...]:
    behind, until = days_behind(milestones), days_until(milestones, reached)
    dated = []
    for one in milestones:
        latest = calendar.before(deadline, margin + behind[one.id])
        slack = calendar.days_left(now, latest) - until[one.id] if one.id in until else None
        day = calendar.due_day(latest)
        dated.append(Dated(one.id, latest, day, one.takes, one.shortest, slack, one.id in reached))
    return tuple(dated)


def _first_late(milestones: tuple[Dated, ...]) -> str | None:
    return next((one.id for one in milestones if one.slack is not None and one.slack < 0), None)
