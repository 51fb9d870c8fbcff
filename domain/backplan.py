"""The back-plan: the latest safe day of each milestone before an outside deadline, and how many working days are spare.

The deadline stands whatever day it falls on, a Sunday in July too; the work toward it is counted in working days.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.calendar import Calendar
from domain.planning import Milestone, Milestones, days_behind, days_needed, days_until, in_order, shortened


@dataclass(frozen=True)
class Dated:
    """A milestone on the calendar. `latest` is the instant at which its last safe day `latest_day` has ended; `slack`
    is how many working days it may still slip, negative if it is that many late; None once it has been reached.

    `asked_by` is the same while the time left is enough, else when that day ends once the plan has been shortened. It
    takes `takes` working days, and `shortest` of them at the least (None: it may not be shortened).
    """

    id: str
    latest: datetime
    latest_day: date
    asked_by: datetime
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


def _dated(
    one: Milestone,
    safe: Mapping[str, datetime],
    asked_by: Mapping[str, datetime],
    slack: Mapping[str, int],
    reached: bool,
    calendar: Calendar,
) -> Dated:
    return Dated(
        id=one.id,
        latest=safe[one.id],
        latest_day=calendar.due_day(safe[one.id]),
        asked_by=asked_by[one.id],
        takes=one.takes,
        shortest=one.shortest,
        slack=slack.get(one.id),
        reached=reached,
    )


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
    last = calendar.before(deadline, margin)
    days, needed = calendar.days_left(now, last), days_needed(ordered, reached)
    fitting = shortened(ordered, reached, days) if needed > 0 and days < needed else ordered

    def latest(plan: Milestones) -> dict[str, datetime]:
        return {id: calendar.before(deadline, margin + behind) for id, behind in days_behind(plan).items()}

    safe, asked_by = latest(ordered), latest(fitting)
    slack = {id: calendar.days_left(now, safe[id]) - until for id, until in days_until(ordered, reached).items()}
    dated = tuple(_dated(one, safe, asked_by, slack, one.id in reached, calendar) for one in ordered)
    late = (id for id, until in days_until(fitting, reached).items() if calendar.days_left(now, asked_by[id]) < until)
    return Backplan(
        deadline=deadline,
        slack=days - needed if needed else None,
        milestones=dated,
        shorten={new.id: new.takes for old, new in zip(ordered, fitting, strict=True) if new.takes != old.takes},
        short_by=max(days_needed(fitting, reached) - days, 0) if needed else 0,
        late=next(late, None),
    )
