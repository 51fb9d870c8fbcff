"""Risks and stop criteria: what may go wrong, and what ends the pilot before its planned end, agreed on beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.commands import Said
from domain.events import Event
from domain.initiative import Initiative
from domain.phases.joint_planning.commands import AddRisk, AddStopCriterion
from domain.phases.joint_planning.drafting import drafter
from domain.phases.joint_planning.duties import CRITERIA, RISKS, drafted, require_drafting, require_room
from domain.phases.joint_planning.events import RiskAdded, StopCriterionAdded

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
