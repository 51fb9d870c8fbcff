"""The rules of joint planning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from domain.asking import asked
from domain.commands import Said
from domain.events import Event, PhaseExited
from domain.facts import Facts, StopCriterion
from domain.favouring import Act
from domain.gate_words import Settled
from domain.gates import Clause, Found, Indicators
from domain.initiative import Initiative, PhaseState
from domain.lessons import LessonUse
from domain.mandates import MandateAct
from domain.matters.application import Application
from domain.matters.application.text import mandatory
from domain.phases.joint_planning import (
    commands,
    commenting,
    committing,
    drafting,
    endorsing,
    events,
    favouring,
    learning,
    measuring,
    risking,
)
from domain.phases.joint_planning.duties import COMMIT, DRAFTED, ENDORSE, have, least
from domain.phases.joint_planning.plan import Plan
from domain.refusals import OutOfTurn
from domain.standing import Standing


@dataclass(frozen=True)
class JointPlanning(PhaseState, kind="joint_planning"):
    """The plan, its hash while it is frozen, how often it has been, and which seats endorse it or do not; and what is
    made of each lesson that was answered. `comment_round` counts how often comments were asked for in this round,
    `comments` tells by id whether each was answered.
    """

    ACT = "endorse the plan"
    NEEDS = MandateAct.PLAN
    DECIDES = (ENDORSE,)

    plan: Plan = field(default_factory=Plan)
    frozen: str | None = None
    endorsement: int = 0
    endorsements: dict[str, bool] = field(default_factory=dict)
    lessons_answered: dict[str, LessonUse] = field(default_factory=dict)
    comment_round: int = 0
    comments: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def begin(cls, facts: Facts) -> Self:
        """A later round goes on from the plan that the former one left."""
        return cls(plan=Plan.resumed(facts), lessons_answered=facts.lesson_answers)

    @property
    def stop_criteria(self) -> tuple[StopCriterion, ...]:
        """What ends the pilot before its planned end, as the plan has it now."""
        return self.plan.stop_criteria or ()

    def opening(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """The coordinator is asked for what the plan lacks and for answers to lessons, every active seat for a
        commitment.
        """
        lacking = (duty for duty in DRAFTED if have(self.plan, duty) < least(initiative, duty))
        drafts = (event for duty in lacking for event in asked(initiative, duty, now))
        return (
            *drafts,
            *learning.opening(self, initiative, now),
            *(event for seat in initiative.active for event in asked(initiative, COMMIT, now, seat=seat)),
        )

    def newcomer_asked(self, initiative: Initiative, seat: str, now: datetime) -> tuple[Event, ...]:
        """Whether it endorses a plan that is frozen; else what it commits to."""
        if self.frozen is None:
            return super().newcomer_asked(initiative, seat, now)
        return asked(initiative, ENDORSE, now, seat=seat, subject=str(self.endorsement))

    def decide(self, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
        """See `PhaseState.decide`."""
        match said.command:
            case commands.AddGoal() as command:
                return drafting.add_goal(self, initiative, said, command)
            case commands.AddActivity() as command:
                return drafting.add_activity(self, initiative, said, command)
            case commands.ReassignActivity() as command:
                return drafting.reassign_activity(self, initiative, said, command)
            case commands.DefineIndicator() as command:
                return measuring.define(self, initiative, said, command)
            case commands.ReassignIndicator() as command:
                return measuring.reassign_indicator(self, initiative, said, command)
            case commands.SetBaseline() as command:
                return measuring.set_baseline(self, initiative, said, command)
            case commands.SetTarget() as command:
                return measuring.set_target(self, initiative, said, command)
            case commands.AddRisk() as command:
                return risking.add_risk(self, initiative, said, command)
            case commands.AddStopCriterion() as command:
                return risking.add_stop_criterion(self, initiative, said, command)
            case commands.FixEvaluation() as command:
                return risking.fix_evaluation(self, initiative, said, command)
            case commands.MakeCommitment() as command:
                return committing.make(self, initiative, said, command)
            case commands.NoCommitment():
                return committing.decline(initiative, said)
            case commands.AnswerLesson() as command:
                return learning.answer(self, initiative, said, command)
            case _:
                return self._decide_on_the_whole(initiative, said, now)

    def _decide_on_the_whole(self, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
        match said.command:
            case commands.OpenPlanComments():
                return commenting.open_round(self, initiative, said, now)
            case commands.CommentPlan() as command:
                return commenting.comment(self, initiative, said, command, now)
            case commands.NoPlanComment():
                return commenting.nothing(self, initiative, said)
            case commands.AnswerPlanComment() as command:
                return commenting.answer(self, initiative, said, command)
            case commands.OpenEndorsement():
                return endorsing.open_endorsement(self, initiative, said, now)
            case commands.ReopenDrafting():
                return endorsing.reopen_drafting(self, initiative, said, now)
            case commands.EndorsePlan() as command:
                return endorsing.endorse(self, initiative, said, command)
            case _:
                raise OutOfTurn(f"'{said.command.KIND}' is not asked for in joint planning")

    def after(self, event: Event, at: datetime) -> Self:
        """See `PhaseState.after`."""
        match event:
            case events.EndorsementOpened(endorsement, plan_sha256):
                return replace(self, frozen=plan_sha256, endorsement=endorsement, endorsements={})
            case events.DraftingReopened():
                return replace(self, frozen=None, endorsements={})
            case events.PlanEndorsed(seat):
                return replace(self, endorsements=self.endorsements | {seat: True})
            case events.PlanNotEndorsed(seat):
                return replace(self, endorsements=self.endorsements | {seat: False})
            case events.PlanCommentsOpened(number):
                return replace(self, comment_round=number)
            case events.PlanCommented(name):
                return replace(self, comments=self.comments | {name: False})
            case events.PlanCommentAnswered(name):
                return replace(self, comments=self.comments | {name: True})
            case events.LessonAnswered(earlier, use=use):
                return replace(self, lessons_answered=self.lessons_answered | {earlier: use})
            case _:
                return replace(self, plan=self.plan.after(event))

    def standing(self, initiative: Initiative) -> Standing:
        """Active seats are entitled, those that endorse the plan present, those that have not answered silent.

        Where the model asks nobody to endorse the plan itself, whoever endorses the application endorses it.
        """
        active, endorsements = initiative.active, self.endorsements
        if ENDORSE not in initiative.rule.obligations and initiative.has(Application.KIND):
            endorsements = initiative.kept(Application).endorsements
        present = tuple(seat for seat in active if endorsements.get(seat))
        return Standing(active, present, tuple(seat for seat in active if seat not in endorsements))

    def heard_beside(self, initiative: Initiative) -> frozenset[str]:
        """Those who write and endorse the application, where one is kept."""
        asked = (o for o in initiative.obligations.values() if o.part == Application.KIND and o.state.answerable)
        return frozenset(owed.seat for owed in asked if owed.seat is not None)

    def found(self, initiative: Initiative) -> Found:
        """The indicators of the plan, those without a baseline by their owners; the lessons that are answered; and the
        application, if one is kept.
        """
        planned = self.plan.indicators.values()
        without = tuple(indicator.owner for indicator in planned if indicator.baseline is None)
        indicators = Indicators(len(planned), tuple(i.level for i in planned), without)
        settled = {Settled.LESSONS: learning.standing(self, initiative)}
        if initiative.has(Application.KIND):
            kept = initiative.kept(Application)
            settled |= {Settled.REQUIREMENTS: mandatory(kept.call, kept.sections), Settled.APPLICATION: kept.progress}
        return Found(settled, indicators)

    def own_clauses(self, initiative: Initiative) -> tuple[Clause, ...]:
        """A plan that nobody was asked to endorse does not go on."""
        if self.frozen is not None:
            return (Clause("plan.opened_for_endorsement", 1, 1, True),)
        remedy = "complete the plan, and open its endorsement"
        return (Clause("plan.opened_for_endorsement", 0, 1, False, ("coordinator",), remedy),)

    def hand_on(self, facts: Facts, exit: PhaseExited) -> Facts:
        """The plan as it stands at the exit, with its hash; after an advance that is the frozen one."""
        return self.so_far(facts)

    def so_far(self, facts: Facts) -> Facts:
        """See `PhaseState.so_far`. What the last pilot released is planned anew."""
        return replace(
            facts,
            goals=self.plan.goals,
            activities=self.plan.activities,
            indicators=self.plan.indicators,
            commitments=self.plan.commitments,
            plan_sha256=self.frozen or self.plan.sha256(),
            depends_on=self.plan.depends_on,
            released=(),
            lesson_answers=self.lessons_answered,
            risks=self.plan.risks or 0,
            stop_criteria=self.stop_criteria,
            evaluation_on=self.plan.evaluation_on,
        )

    def favourable(self, initiative: Initiative) -> Iterator[Act]:
        """See `PhaseState.favourable`."""
        return favouring.favourable(self, initiative)
