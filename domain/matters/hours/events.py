"""What happens to the hours that volunteers give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.events import Event
from domain.matters.hours.commands import Work
from domain.sealed import Sealed


class HoursEvent(Event):
    """Whatever happens to hours."""

    MATTER = "hours"


@dataclass(frozen=True)
class HoursGiven(HoursEvent, kind="hours.given"):
    """`people` of a seat gave `minutes` each on a local day. It counts instead of the entry `replaces`."""

    entry: str
    seat: str
    work: Work
    day: date
    minutes: int
    people: int
    activity: str | None = None
    evidence: Sealed | None = None
    replaces: str | None = None


@dataclass(frozen=True)
class RateSet(HoursEvent, kind="hours.rate_set"):
    """A funder's call counts this many cents for one hour of one volunteer."""

    call: str
    cents_an_hour: int
