"""Goals and activities: what the partners want, what they do for it, and who answers for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.commands import Said
from domain.entitlement import named_seat, require_active, require_coordinator
from domain.events import Event
from domain.initiative import Initiative
from domain.phases.joint_planning.commands import AddActivity, AddGoal, ReassignActivity
from domain.phases.joint_planning.duties import ACTIVITIES, GOALS, drafted, require_drafting, require_room
from domain.phases.joint_planning.events import ActivityAdded, ActivityReassigned, GoalAdded
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled

if TYPE_CHECKING:
    from domain.phases.joint_planning.state import JointPlanning


def drafter(initiative: Initiative, said: Said) -> str | None:
    """The active seat that drafts, or None for the coordinator. Raises NotEntitled for anyone else."""
    if said.by.seat is not None:
        return require_active(initiative, said).id
    require_coordinator(said)
    return None


def require_taking_part(initiative: Initiative, seat: str, path: str) -> None:
    """Raise UnknownSeat or NotEntitled, with the path, unless the named seat is active."""
    named_seat(initiative, seat, path)
    if seat not in initiative.active:
        raise NotEntitled("this seat has not accepted its invitation", path=path, remedy="name a seat that takes part")


def add_goal(state: JointPlanning, initiative: Initiative, said: Said, command: AddGoal) -> tuple[Event, ...]:
    """Add a goal. Raises NotEntitled, NotAsked."""
    by = drafter(initiative, said)
    require_drafting(state)
    require_room(initiative, GOALS, state.plan.goals)
    return drafted(state, initiative, GoalAdded(f"g{state.plan.goals + 1}", command.text, by), GOALS)


def add_activity(state: JointPlanning, initiative: Initiative, said: Said, command: AddActivity) -> tuple[Event, ...]:
    """Add an activity after those it depends on. Raises NotEntitled, UnknownSeat, Malformed, NotAsked."""
    by, plan = drafter(initiative, said), state.plan
    require_drafting(state)
    require_room(initiative, ACTIVITIES, len(plan.activities))
    _require_pair(initiative, command.owner, command.deputy)
    require_activities(state, command.depends_on, "depends_on")
    activity = f"a{len(plan.activities) + 1}"
    added = ActivityAdded(activity, command.title, command.owner, command.deputy, command.depends_on, by)
    return drafted(state, initiative, added, ACTIVITIES)


def reassign_activity(
    state: JointPlanning, initiative: Initiative, said: Said, command: ReassignActivity
) -> tuple[Event, ...]:
    """Give an activity another owner or deputy. Raises NotEntitled, UnknownSeat, Malformed, NotAsked,
    AlreadyAnswered.
    """
    require_coordinator(said)
    require_drafting(state)
    require_activity(state, command.activity, "activity")
    _require_pair(initiative, command.owner, command.deputy)
    present = state.plan.activities[command.activity]
    if (present.owner, present.deputy) == (command.owner, command.deputy):
        raise AlreadyAnswered("these seats answer for the activity already")
    return (ActivityReassigned(command.activity, command.owner, command.deputy),)


def require_activity(state: JointPlanning, activity: str, path: str) -> None:
    """Raise NotAsked, with the path, unless the plan holds the activity."""
    if activity not in state.plan.activities:
        raise NotAsked(f"the plan has no activity '{activity}'", path=path, remedy="name one of its activities")


def require_activities(state: JointPlanning, activities: tuple[str, ...], path: str) -> None:
    """Raise NotAsked or Malformed, with the path, unless the plan holds each of them, and each is named once."""
    for number, activity in enumerate(activities):
        require_activity(state, activity, f"{path}[{number}]")
        if activity in activities[:number]:
            raise Malformed(f"'{activity}' is named twice", path=f"{path}[{number}]", remedy="name each activity once")


def _require_pair(initiative: Initiative, owner: str, deputy: str) -> None:
    require_taking_part(initiative, owner, "owner")
    require_taking_part(initiative, deputy, "deputy")
    if owner == deputy:
        raise Malformed("owner and deputy are two seats", path="deputy", remedy="name another seat")
