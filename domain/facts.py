"""What one phase hands to the next: the shared facts of the cycle, without a word of free text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.lessons import LessonUse
from domain.people import People
from domain.sealed import Sealed
from domain.seats import Sector


class NeedAnswer(StrEnum):
    """What became of a need; every submitter gets one of these, with a reason."""

    TAKEN_UP = "taken_up"
    MERGED = "merged"
    PARKED = "parked"
    DECLINED = "declined"


@dataclass(frozen=True)
class NeedOrigin:
    """Where a need was raised that came from another initiative: its id there, and the entry of that one's ledger."""

    initiative: str
    need: str
    seq: int


@dataclass(frozen=True)
class Need:
    """A need raised by a seat, or entered by the coordinator for someone without one (`seat` None). `origin` is where
    it came from, if it was raised in another initiative.
    """

    id: str
    sector: Sector
    seat: str | None = None
    supporters: int = 0
    merged_into: str | None = None
    answer: NeedAnswer | None = None
    origin: NeedOrigin | None = None


class Level(StrEnum):
    """What an indicator measures."""

    INPUT = "input"
    OUTPUT = "output"
    OUTCOME = "outcome"
    IMPACT = "impact"


@dataclass(frozen=True)
class Value:
    """A measured value: `number` is decimal text (`12`, `3.5`);

    None means it could not be obtained, which is a value, never 0.
    """

    number: str | None


@dataclass(frozen=True)
class Activity:
    """Something the partners do: `owner` and `deputy` are seats."""

    id: str
    owner: str
    deputy: str


@dataclass(frozen=True)
class Indicator:
    """A measurement contract: the `owner` seat reports every `rhythm` (a span as text) at a cost of `minutes`;

    None: no baseline yet. `target` is what is aimed at, and a value below `low` or above `high` is a drift. Each
    definition has a `series` of its own, counted from 1 (None: the first). `measures` names the activities whose work
    it shows; None: no one in particular.
    """

    id: str
    owner: str
    level: Level
    rhythm: str
    minutes: int
    baseline: Value | None = None
    target: Value | None = None
    low: Value | None = None
    high: Value | None = None
    series: int | None = None
    measures: tuple[str, ...] | None = None


@dataclass(frozen=True)
class StopCriterion:
    """What ends a pilot before its planned end, if it comes to that. Its words are in the plan, under its id (`x1`)."""

    id: str


class CommitmentState(StrEnum):
    """What became of a commitment. Released without blame is not broken."""

    OPEN = "open"
    KEPT = "kept"
    CHANGED = "changed"
    RELEASED = "released"
    BROKEN = "broken"

    @property
    def has_fallen_away(self) -> bool:
        """Whether nobody carries it out any more, with blame or without."""
        return self in (CommitmentState.RELEASED, CommitmentState.BROKEN)


class ReleaseReason(StrEnum):
    """Why a commitment or an activity was released. None of these blames anybody, and nobody owes one."""

    NOT_TOLD = "not_told"
    CIRCUMSTANCES = "circumstances"  # something changed that nobody here decided on
    RESOURCES = "resources"  # time, people or money are not there any more
    DONE_OTHERWISE = "done_otherwise"  # others do it, or it came about by itself
    NOT_NEEDED = "not_needed"
    DEPENDED = "depended"  # it depended on something that was released before
    OTHER = "other"


@dataclass(frozen=True)
class Commitment:
    """What a seat promised towards an activity."""

    id: str
    seat: str
    activity: str
    state: CommitmentState = CommitmentState.OPEN

    @property
    def is_open(self) -> bool:
        """Whether it is still to be kept."""
        return self.state is CommitmentState.OPEN


@dataclass(frozen=True)
class Observation:
    """A value of an indicator, reported by a seat at an instant, in the `series` of a definition (None: the first)."""

    id: str
    indicator: str
    seat: str
    at: datetime
    value: Value
    series: int | None = None


class Verdict(StrEnum):
    """What an outsider to the pilot says of a claimed result."""

    CONFIRMED = "confirmed"
    PARTLY = "partly"
    NOT_SHOWN = "not_shown"


@dataclass(frozen=True)
class Claim:
    """A claimed result, the observations it stands on, and the outsider's verdict."""

    id: str
    observations: tuple[str, ...]
    verdict: Verdict | None = None
    verified_by: str | None = None


@dataclass(frozen=True)
class Facts:
    """The facts handed on. Seats are named by id; mappings are keyed by the thing's id, in the order they were made.

    `accepted` is None until an initiative has convened. `held_by` names the actor who speaks for a seat where that is
    no longer its first holder (a deputy took it over); `people` tells what has changed among them since the start.

    `depends_on` names for an activity those that come first, `released` the activities that were released in the last
    pilot, `lesson_answers` what was made of each lesson of earlier initiatives. `risks` counts those the plan names,
    and `evaluation_on` is the local day on which it says that it is evaluated. `pilot_lead` is the
    seat that led the pilot.
    """

    needs: dict[str, Need] = field(default_factory=dict)
    problem: Sealed | None = None
    accepted: tuple[str, ...] | None = None
    held_by: dict[str, str] = field(default_factory=dict)
    chair: str | None = None
    deputy_chair: str | None = None
    goals: int = 0
    activities: dict[str, Activity] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    commitments: dict[str, Commitment] = field(default_factory=dict)
    plan_sha256: str | None = None
    observations: dict[str, Observation] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    lessons: int = 0
    conclusion: str | None = None
    receiver: str | None = None
    people: People = field(default_factory=People)
    depends_on: dict[str, tuple[str, ...]] = field(default_factory=dict)
    released: tuple[str, ...] = ()
    lesson_answers: dict[str, LessonUse] = field(default_factory=dict)
    risks: int = 0
    stop_criteria: tuple[StopCriterion, ...] = ()
    evaluation_on: date | None = None
    ground_rules: Sealed | None = None
    pilot_lead: str | None = None
