"""What can be asked while the plan is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.commands import Command
from domain.facts import Level, Value
from domain.lessons import LessonUse
from domain.sealed import Sealed


@dataclass(frozen=True)
class AddGoal(Command, kind="joint_planning.add_goal"):
    """Add a shared goal."""

    JOINT = True
    text: Sealed


@dataclass(frozen=True)
class AddActivity(Command, kind="joint_planning.add_activity"):
    """Add an activity with the seats that own it and stand in for the owner.

    `depends_on` names activities that come first.
    """

    JOINT = True
    title: Sealed
    owner: str
    deputy: str
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReassignActivity(Command, kind="joint_planning.reassign_activity"):
    """Give an activity another owner or deputy."""

    activity: str
    owner: str
    deputy: str


@dataclass(frozen=True)
class DefineIndicator(Command, kind="joint_planning.define_indicator"):
    """Agree on a measure: the `owner` seat reports every `rhythm` (`P1M`, `10wd`), at a cost of `minutes` each time.

    `measures` names the activities whose work it shows: it depends on them.
    """

    JOINT = True
    definition: Sealed
    level: Level
    owner: str
    rhythm: str
    minutes: int
    source: Sealed | None = None
    measures: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReassignIndicator(Command, kind="joint_planning.reassign_indicator"):
    """Give an indicator another owner."""

    indicator: str
    owner: str


@dataclass(frozen=True)
class SetBaseline(Command, kind="joint_planning.set_baseline"):
    """Say what an indicator shows before anything is done, or that no value can be obtained."""

    indicator: str
    value: Value


@dataclass(frozen=True)
class SetTarget(Command, kind="joint_planning.set_target"):
    """Say what an indicator is to reach. A value below `low` or above `high` warns the coordinator while piloting."""

    indicator: str
    target: Value
    low: Value | None = None
    high: Value | None = None


@dataclass(frozen=True)
class AddRisk(Command, kind="joint_planning.add_risk"):
    """Add a risk of the plan: what may go wrong, and what is done about it."""

    JOINT = True
    text: Sealed


@dataclass(frozen=True)
class AddStopCriterion(Command, kind="joint_planning.add_stop_criterion"):
    """Add a stop criterion: what ends the pilot before its planned end, if it comes to that."""

    JOINT = True
    text: Sealed


@dataclass(frozen=True)
class FixEvaluation(Command, kind="joint_planning.fix_evaluation"):
    """Fix the local day on which what came of the plan is evaluated together; the last one counts."""

    day: date


@dataclass(frozen=True)
class MakeCommitment(Command, kind="joint_planning.make_commitment"):
    """Promise something towards an activity, for the speaker's seat."""

    ANSWERS = "make_commitment"
    JOINT = True
    activity: str
    text: Sealed


@dataclass(frozen=True)
class NoCommitment(Command, kind="joint_planning.no_commitment"):
    """Say that the speaker's seat commits to nothing now. It asks for no reason."""

    ANSWERS = "make_commitment"


@dataclass(frozen=True)
class AnswerLesson(Command, kind="joint_planning.answer_lesson"):
    """Say what the plan makes of a lesson of an earlier initiative, and why: it is used, it does not apply here, or it
    has been disproved. `earlier` is its id among those that this initiative began with (`e1`).
    """

    JOINT = True
    earlier: str
    use: LessonUse
    reason: Sealed


@dataclass(frozen=True)
class OpenPlanComments(Command, kind="joint_planning.open_comments"):
    """Ask every active seat for comments on the whole draft."""


@dataclass(frozen=True)
class CommentPlan(Command, kind="joint_planning.comment_plan"):
    """Comment on the draft, for the speaker's seat. Every comment is answered or noted before the plan is endorsed."""

    ANSWERS = "comment_plan"
    text: Sealed


@dataclass(frozen=True)
class NoPlanComment(Command, kind="joint_planning.no_comment"):
    """Say that the speaker's seat has nothing to add to the draft."""

    ANSWERS = "comment_plan"


@dataclass(frozen=True)
class AnswerPlanComment(Command, kind="joint_planning.answer_plan_comment"):
    """Say what became of a comment, as the coordinator; without a text it is noted."""

    JOINT = True
    plan_comment: str
    text: Sealed | None = None


@dataclass(frozen=True)
class OpenEndorsement(Command, kind="joint_planning.open_endorsement"):
    """Freeze the plan and ask every active seat whether its organisation endorses it."""


@dataclass(frozen=True)
class ReopenDrafting(Command, kind="joint_planning.reopen_drafting"):
    """Take the plan back for changes; it is to be endorsed anew."""


@dataclass(frozen=True)
class EndorsePlan(Command, kind="joint_planning.endorse_plan"):
    """Say whether the speaker's seat endorses the plan.

    `plan_sha256` is the plan that was read; None means the one that is frozen now.
    """

    ANSWERS = "endorse_plan"
    endorses: bool
    reason: Sealed | None = None
    plan_sha256: str | None = None
