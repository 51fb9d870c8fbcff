"""What is agreed on beforehand: what may go wrong, what ends the pilot before its planned end, and when what came of
the plan is evaluated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.commands import Said
from domain.entitlement import require_coordinator
from domain.events import Event
from domain.initiative import Initiative
from domain.phases.joint_planning.commands import AddRisk, AddStopCriterion, FixEvaluation
from domain.phases.joint_planning.drafting import drafter
from domain.phases.joint_planning.duties import CRITERIA, EVALUATION, RISKS, drafted, require_drafting, require_room
from domain.phases.joint_planning.events import EvaluationFixed, RiskAdded, StopCriterionAdded
from domain.refusals import AlreadyAnswered, Malformed

if TYPE_CHECKING:
    from domain.phases.joint_planning.state import JointPlanning


def add_risk(state: JointPlanning, initiative: Initiative, said: Said, command: AddRisk) -> tuple[Event, ...]:
    """Add a risk. Raises NotEntitled, NotAsked."""
    by, held = drafter(initiative, said), state.plan.risks or 0
    require_drafting(state)
    require_room(initiative, RISKS, held)
    return drafted(state, initiative, RiskAdded(f"r{held + 1}", command.text, by), RISKS)


def add_stop_criterion(
    state: JointPlanning, initiative: Initiative, said: Said, command: AddStopCriterion
) -> tuple[Event, ...]:
    """Add a stop criterion. Raises NotEntitled, NotAsked."""
    by, held = drafter(initiative, said), len(state.stop_criteria)
    require_drafting(state)
    require_room(initiative, CRITERIA, held)
    return drafted(state, initiative, StopCriterionAdded(f"x{held + 1}", command.text, by), CRITERIA)


def fix_evaluation(
    state: JointPlanning, initiative: Initiative, said: Said, command: FixEvaluation
) -> tuple[Event, ...]:
    """Fix the day of the evaluation. Raises NotEntitled, NotAsked, AlreadyAnswered, Malformed for one that is over."""
    require_coordinator(said)
    require_drafting(state)
    before, today = state.plan.evaluation_on, initiative.calendar.local(said.received_at).date()
    if command.day <= today:
        raise Malformed("this day is not ahead", path="day", remedy="name a day after the pilot")
    if command.day == before:
        raise AlreadyAnswered("the evaluation is on this day already", path="day")
    return drafted(state, initiative, EvaluationFixed(command.day, before), EVALUATION)
