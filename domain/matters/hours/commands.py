"""What can be said of the hours that volunteers give, in whatever phase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.commands import Command
from domain.sealed import Sealed


class Work(StrEnum):
    """What hours were given to: an activity of the plan, a meeting, or something else of the initiative."""

    ACTIVITY = "activity"
    MEETING = "meeting"
    OTHER = "other"


@dataclass(frozen=True)
class GiveHours(Command, kind="hours.give_hours"):
    """Enter for the speaker's seat what its volunteers gave on the local day `day`: `people` gave `minutes` each.

    `activity` names the activity of the plan, where it was given to one. `evidence` says where it is written down: the
    number of a list or a minute, and no names.
    """

    work: Work
    day: date
    minutes: int
    people: int
    activity: str | None = None
    evidence: Sealed | None = None


@dataclass(frozen=True)
class CorrectHours(Command, kind="hours.correct_hours"):
    """Enter anew what was entered wrong: a new entry counts instead of `entry`. With 0 minutes nothing was given."""

    entry: str
    work: Work
    day: date
    minutes: int
    people: int
    activity: str | None = None
    evidence: Sealed | None = None


@dataclass(frozen=True)
class SetRate(Command, kind="hours.set_rate"):
    """Say what a funder's call counts for one hour of one volunteer, in cents. `call` is a word for the call."""

    call: str
    cents_an_hour: int
