"""Commitments: what a seat promises towards an activity. They are given freely, so none is an answer too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.asking import fulfils
from domain.commands import Said
from domain.commitments import require_room
from domain.entitlement import require_active
from domain.events import Event
from domain.initiative import Initiative
from domain.phases.joint_planning.commands import MakeCommitment
from domain.phases.joint_planning.drafting import require_activity
from domain.phases.joint_planning.duties import COMMIT, require_drafting
from domain.phases.joint_planning.events import CommitmentDeclined, CommitmentMade
from domain.refusals import AlreadyAnswered

if TYPE_CHECKING:
    from domain.phases.joint_planning.state import JointPlanning


def make(state: JointPlanning, initiative: Initiative, said: Said, command: MakeCommitment) -> tuple[Event, ...]:
    """Take a seat's commitment. Raises NotEntitled, NotAsked."""
    seat, plan = require_active(initiative, said).id, state.plan
    require_drafting(state)
    require_activity(state, command.activity, "activity")
    require_room(plan.commitments.values(), seat)
    name = f"c{initiative.next_number('commitment', len(plan.commitments))}"
    made = CommitmentMade(name, seat, command.activity, command.text)
    return (made, *fulfils(initiative, COMMIT, seat=seat))


def decline(initiative: Initiative, said: Said) -> tuple[Event, ...]:
    """Take in that a seat commits to nothing now. Raises NotEntitled, and AlreadyAnswered when it owes no answer."""
    seat = require_active(initiative, said).id
    fulfilled = fulfils(initiative, COMMIT, seat=seat)
    if not fulfilled:
        raise AlreadyAnswered("this seat has answered, or is not asked now")
    return (CommitmentDeclined(seat), *fulfilled)
