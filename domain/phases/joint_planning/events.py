"""What happens while the plan is made. `by` is the seat that said it; None: the coordinator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.events import Event
from domain.facts import Level, Value
from domain.lessons import LessonUse
from domain.sealed import Sealed


@dataclass(frozen=True)
class GoalAdded(Event, kind="goal.added"):
    """A shared goal was added."""

    goal: str
    text: Sealed
    by: str | None = None


@dataclass(frozen=True)
class ActivityAdded(Event, kind="activity.added"):
    """An activity was added, with its owner and deputy and what comes before it."""

    activity: str
    title: Sealed
    owner: str
    deputy: str
    depends_on: tuple[str, ...]
    by: str | None = None


@dataclass(frozen=True)
class ActivityReassigned(Event, kind="activity.reassigned"):
    """An activity has another owner or deputy from now on."""

    activity: str
    owner: str
    deputy: str


@dataclass(frozen=True)
class IndicatorDefined(Event, kind="indicator.defined"):
    """A measure was agreed on; see `domain.facts.Indicator`."""

    indicator: str
    definition: Sealed
    level: Level
    owner: str
    rhythm: str
    minutes: int
    source: Sealed | None = None
    measures: tuple[str, ...] | None = None


@dataclass(frozen=True)
class IndicatorReassigned(Event, kind="indicator.reassigned"):
    """An indicator has another owner from now on."""

    indicator: str
    owner: str


@dataclass(frozen=True)
class IndicatorTargetSet(Event, kind="indicator.target_set"):
    """What an indicator is to reach, and its bounds; they stand instead of former ones."""

    indicator: str
    target: Value
    low: Value | None = None
    high: Value | None = None


@dataclass(frozen=True)
class IndicatorBaselineSet(Event, kind="indicator.baseline_set"):
    """What an indicator shows at the outset; `replaces` is the baseline it had before."""

    indicator: str
    value: Value
    by: str | None = None
    replaces: Value | None = None


@dataclass(frozen=True)
class RiskAdded(Event, kind="risk.added"):
    """A risk was added to the plan."""

    risk: str
    text: Sealed
    by: str | None = None


@dataclass(frozen=True)
class StopCriterionAdded(Event, kind="stop_criterion.added"):
    """A stop criterion was added to the plan; see `domain.facts.StopCriterion`."""

    criterion: str
    text: Sealed
    by: str | None = None


@dataclass(frozen=True)
class EvaluationFixed(Event, kind="evaluation.fixed"):
    """The plan says on which local day it is evaluated. `replaces` is the day it said before."""

    day: date
    replaces: date | None = None


@dataclass(frozen=True)
class CommitmentMade(Event, kind="commitment.made"):
    """A seat promised something towards an activity."""

    commitment: str
    seat: str
    activity: str
    text: Sealed


@dataclass(frozen=True)
class CommitmentDeclined(Event, kind="commitment.declined"):
    """A seat commits to nothing now, and owes no reason."""

    seat: str


@dataclass(frozen=True)
class LessonAnswered(Event, kind="lesson.answered"):
    """What is made of the lesson `earlier` (`e1`) of those that the initiative began with, which entry `entry` of the
    ledger of `initiative` wrote. `replaces` is what was made of it before.
    """

    earlier: str
    initiative: str
    entry: int
    use: LessonUse
    reason: Sealed
    by: str | None = None
    replaces: LessonUse | None = None


@dataclass(frozen=True)
class PlanCommentsOpened(Event, kind="plan_comments.opened"):
    """Every active seat was asked for comments on the draft, for the `number`-th time in this round."""

    number: int


@dataclass(frozen=True)
class PlanCommented(Event, kind="plan.commented"):
    """A seat commented on the draft."""

    plan_comment: str
    seat: str
    text: Sealed


@dataclass(frozen=True)
class PlanNotCommented(Event, kind="plan.not_commented"):
    """A seat has nothing to add to the draft."""

    seat: str


@dataclass(frozen=True)
class PlanCommentAnswered(Event, kind="plan_comment.answered"):
    """What became of a comment; None: it was noted."""

    plan_comment: str
    text: Sealed | None = None


@dataclass(frozen=True)
class EndorsementOpened(Event, kind="endorsement.opened"):
    """The plan was frozen for the `endorsement`-th time in this round: `plan_sha256` stands for all of it."""

    endorsement: int
    plan_sha256: str


@dataclass(frozen=True)
class DraftingReopened(Event, kind="drafting.reopened"):
    """The plan may be changed again; what was said in the `endorsement`-th endorsement no longer counts."""

    endorsement: int


@dataclass(frozen=True)
class PlanEndorsed(Event, kind="plan.endorsed"):
    """A seat endorses the plan. `replaces` is whether it had endorsed this plan before, None for a first answer."""

    seat: str
    plan_sha256: str
    reason: Sealed | None = None
    replaces: bool | None = None


@dataclass(frozen=True)
class PlanNotEndorsed(Event, kind="plan.not_endorsed"):
    """A seat does not endorse the plan. `replaces` is whether it had before, None for a first answer."""

    seat: str
    plan_sha256: str
    reason: Sealed | None = None
    replaces: bool | None = None
