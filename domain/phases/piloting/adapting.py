"""Adapting: halfway through the pilot those in it come together, and the plan is kept or adapted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from domain.asking import ask, fulfils
from domain.commands import Said
from domain.entitlement import require_coordinator
from domain.events import Event
from domain.initiative import Initiative
from domain.phases.piloting.commands import AdaptPilot
from domain.phases.piloting.events import PilotAdapted
from domain.phases.piloting.rhythm import halfway
from domain.refusals import NotAsked

if TYPE_CHECKING:
    from domain.phases.piloting.state import Piloting

DUTY: Final = "adapt_pilot"


def fallen_due(state: Piloting, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """The coordinator is asked for the session, once, halfway to the planned end; not if it was held before that."""
    at = next_beat(state, initiative)
    if at is None or now < at:
        return ()
    asked = ask(initiative, DUTY, now)
    return (replace(asked, due=min(asked.due, initiative.at.due)),)


def next_beat(state: Piloting, initiative: Initiative) -> datetime | None:
    """When the session is asked for; None if it never is any more."""
    over = state.settling or state.notes.adapted is not None or bool(initiative.of_duty(DUTY))
    return None if over or DUTY not in initiative.rule.obligations else halfway(initiative)


def adapt(state: Piloting, initiative: Initiative, said: Said, command: AdaptPilot) -> tuple[Event, ...]:
    """Take what the session came to; of several, the last. Raises NotEntitled, NotAsked where the model has no session,
    or once the pilot nears its end and none is owed.
    """
    require_coordinator(said)
    if DUTY not in initiative.rule.obligations:
        raise NotAsked("this operating model has no session halfway", remedy="loop back, if the plan is to change")
    if state.settling and initiative.owed(DUTY) is None:
        raise NotAsked("the pilot nears its end", remedy="write down as lessons what was learned")
    return (PilotAdapted(command.plan, command.note), *fulfils(initiative, DUTY))
