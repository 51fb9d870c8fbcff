"""The rules of joint planning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from domain.asking import asked
from domain.commands import Said
from domain.events import Event, PhaseExited
from domain.facts import Facts
from domain.favouring import Act
from domain.gate_words import Settled
from domain.gates import Clause, Found, Indicators
from domain.initiative import Initiative, PhaseState
from domain.mandates import MandateAct
from domain.matters.application import Application
from domain.matters.application.text import mandatory
from domain.phases.joint_planning import commands, committing, drafting, endorsing, events, favouring, measuring
from domain.phases.joint_planning.duties import COMMIT, DRAFTED, ENDORSE, have, least
from domain.phases.joint_planning.plan import Plan
from domain.refusals import OutOfTurn
from domain.standing import Standing


@dataclass(frozen=True)
class JointPlanning(PhaseState, kind="joint_planning"):
    """The plan, its hash while it is frozen, how often it has been, and which seats endorse it or do not."""

    ACT = "endorse the plan"
    NEEDS = MandateAct.PLAN
    DECIDES = (ENDORSE,)

    plan: Plan = field(default_factory=Plan)
    frozen: str | None = None
    endorsement: int = 0
    endorsements: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def begin(cls, facts: Facts) -> Self:
        """A later round goes on from the plan that the former one left."""
        return cls(plan=Plan.resumed(facts))

    def opening(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """The coordinator is asked for what the plan lacks, and every active seat for a commitment."""
        lacking = (duty for duty in DRAFTED if have(self.plan, duty) < least(initiative, duty))
        drafts = (event for duty in lacking for event in asked(initiative, duty, now))
        return (*drafts, *(event for seat in initiative.active for event in asked(initiative, COMMIT, now, seat=seat)))

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
            case commands.MakeCommitment() as command:
                return committing.make(self, initiative, said, command)
            case commands.NoCommitment():
                return committing.decline(initiative, said)
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

    def found(self, initiative: Initiative) -> Found:
        """The indicators of the plan, those without a baseline by their owners; and the application, if one is kept."""
        planned = self.plan.indicators.values()
        without = tuple(indicator.owner for indicator in planned if indicator.baseline is None)
        indicators = Indicators(len(planned), tuple(i.level for i in planned), without)
        if not initiative.has(Application.KIND):
            return Found(indicators=indicators)
        kept = initiative.kept(Application)
        settled = {Settled.REQUIREMENTS: mandatory(kept.call, kept.sections), Settled.APPLICATION: kept.progress}
        return Found(settled, indicators)

    def own_clauses(self, initiative: Initiative) -> tuple[Clause, ...]:
        """A plan that nobody was asked to endorse does not go on."""
        if self.frozen is not None:
            return (Clause("plan.opened_for_endorsement", 1, 1, True),)
        remedy = "complete the plan, and open its endorsement"
        return (Clause("plan.opened_for_endorsement", 0, 1, False, ("coordinator",), remedy),)

    def hand_on(self, facts: Facts, exit: PhaseExited) -> Facts:
        """The plan as it stands at the exit, with its hash; after an advance that is the frozen one."""
        return replace(
            facts,
            goals=self.plan.goals,
            activities=self.plan.activities,
            indicators=self.plan.indicators,
            commitments=self.plan.commitments,
            plan_sha256=self.frozen or self.plan.sha256(),
        )

    def favourable(self, initiative: Initiative) -> Iterator[Act]:
        """See `PhaseState.favourable`."""
        return favouring.favourable(self, initiative)
