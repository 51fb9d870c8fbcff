"""What favours joint planning: the least plan that is whole, a commitment of every seat, and its endorsement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from domain.facts import Level, Value
from domain.favouring import TEXT, Act, Giving, giving
from domain.initiative import Initiative
from domain.lessons import LessonUse
from domain.phases.joint_planning import commands, commenting, learning
from domain.phases.joint_planning.duties import (
    ACTIVITIES,
    ANSWER,
    COMMENT,
    COMMIT,
    CRITERIA,
    ENDORSE,
    EVALUATION,
    GOALS,
    INDICATORS,
    RISKS,
    have,
    least,
)

if TYPE_CHECKING:
    from domain.phases.joint_planning.state import JointPlanning


_A_YEAR: Final = timedelta(days=365)


def favourable(state: JointPlanning, initiative: Initiative) -> Iterator[Act]:
    """See `PhaseState.favourable`."""
    if state.frozen is None:
        yield from _drafting(state, initiative)
    first = next(iter(state.plan.activities), "")
    kinds: dict[str, Giving] = {
        COMMIT: lambda _, owed: commands.MakeCommitment(first, TEXT),
        COMMENT: lambda _, owed: commands.NoPlanComment(),
        ANSWER: lambda _, owed: commands.AnswerPlanComment(owed.subject or "", TEXT),
        ENDORSE: lambda _, owed: commands.EndorsePlan(True),
    }
    for lesson in learning.left(state, initiative):
        yield Act(commands.AnswerLesson(lesson, LessonUse.USE, TEXT))
    yield from giving(initiative, kinds)
    if state.frozen is None:
        if commenting.is_asked(initiative) and not state.comment_round:
            yield Act(commands.OpenPlanComments())
        yield Act(commands.OpenEndorsement())


def _drafting(state: JointPlanning, initiative: Initiative) -> Iterator[Act]:
    plan, active = state.plan, initiative.active
    if have(plan, GOALS) < least(initiative, GOALS):
        yield Act(commands.AddGoal(TEXT))
    if have(plan, ACTIVITIES) < least(initiative, ACTIVITIES) and len(active) > 1:
        yield Act(commands.AddActivity(TEXT, active[0], active[1]))
    if have(plan, RISKS) < least(initiative, RISKS):
        yield Act(commands.AddRisk(TEXT))
    if have(plan, EVALUATION) < least(initiative, EVALUATION):
        yield Act(commands.FixEvaluation(initiative.calendar.local(initiative.at.due).date() + _A_YEAR))
    if have(plan, CRITERIA) < least(initiative, CRITERIA):
        yield Act(commands.AddStopCriterion(TEXT))
    for indicator in plan.indicators.values():
        if indicator.baseline is None:
            yield Act(commands.SetBaseline(indicator.id, Value("1")))
    if have(plan, INDICATORS) < least(initiative, INDICATORS) and active:
        yield Act(commands.DefineIndicator(TEXT, Level.OUTCOME, active[0], "P3M", 10))
