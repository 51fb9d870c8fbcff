"""Releasing without blame: an activity falls away, and it is told exactly what depended on it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from domain import dependants
from domain.commands import Said
from domain.entitlement import require_coordinator, require_seat
from domain.events import Event, ObligationReleased
from domain.facts import Activity
from domain.initiative import Initiative
from domain.phases.piloting.commands import ReleaseActivity
from domain.phases.piloting.events import ActivityReleased
from domain.phases.piloting.what_now import DUTY, about, what_now
from domain.refusals import AlreadyAnswered, NotAsked, NotEntitled

if TYPE_CHECKING:
    from domain.phases.piloting.state import Piloting

SETTLE: Final = "settle_commitment"


def release_activity(
    state: Piloting, initiative: Initiative, said: Said, command: ReleaseActivity, now: datetime
) -> tuple[Event, ...]:
    """Let go of an activity. Raises NotEntitled, UnknownSeat, NotAsked, AlreadyAnswered."""
    activity, facts = known_activity(initiative, command.activity), state.so_far(initiative.facts)
    if said.by.seat is None:
        require_coordinator(said)
    elif require_seat(initiative, said).id != activity.owner:
        raise NotEntitled("another seat owns this activity", path="activity", remedy="ask its owner")
    if activity.id in facts.released:
        raise AlreadyAnswered("this activity has been released already", path="activity")
    fallen = tuple(c.id for c in facts.commitments.values() if c.activity == activity.id and c.is_open)
    impact = dependants.of_activity(facts, activity.id)
    released = ActivityReleased(activity.id, command.because, impact, fallen, command.note)
    after = state.after(released, now)
    spared = (
        *(o for o in initiative.of_duty(SETTLE) if o.subject in fallen and o.state.answerable),
        *(o for o in initiative.of_duty(DUTY) if about(o) == activity.id and o.state.answerable),
    )
    return (
        released,
        *(ObligationReleased(owed.id) for owed in spared),
        *what_now(after, initiative, activity.id, impact, activity.owner, now, anew=True),
    )


def known_activity(initiative: Initiative, activity: str) -> Activity:
    """An activity of the plan. Raises NotAsked."""
    if activity not in initiative.facts.activities:
        raise NotAsked(f"the plan has no activity '{activity}'", path="activity", remedy="name one of the plan's")
    return initiative.facts.activities[activity]
