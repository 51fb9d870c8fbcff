"""Halting on harm: anyone's right, and the coordinator's duty to review it, which quiet seasons do not delay."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from domain.asking import fulfils, opened
from domain.commands import Said
from domain.entitlement import require_coordinator, require_seat
from domain.events import Event
from domain.gates import Clause
from domain.initiative import Initiative
from domain.phases.piloting.commands import HaltOnHarm, ReviewHarm
from domain.phases.piloting.events import HarmReviewed, PilotHalted, PilotResumed
from domain.phases.piloting.pulsing import spared
from domain.refusals import AlreadyAnswered, NotAsked

if TYPE_CHECKING:
    from domain.phases.piloting.state import Piloting

DUTY = "review_harm"


def halt(state: Piloting, initiative: Initiative, said: Said, command: HaltOnHarm, now: datetime) -> tuple[Event, ...]:
    """Halt the pilot and ask for the review. A report while it is halted is kept, and joins an open review.

    Open pulses are no longer owed; open observations are, as they are about the time before. Raises NotEntitled for
    one who neither holds a seat nor coordinates.
    """
    if said.by.seat is None:
        require_coordinator(said)
    else:
        require_seat(initiative, said)
    return (PilotHalted(command.reason, said.by.seat), *spared(initiative), *_review_asked(state, initiative, now))


def review(state: Piloting, initiative: Initiative, said: Said, command: ReviewHarm) -> tuple[Event, ...]:
    """Let the pilot go on, or leave it halted. The conclusion can be changed until the review's due day.

    Raises NotEntitled, NotAsked while nothing is halted, AlreadyAnswered.
    """
    require_coordinator(said)
    if not state.halted:
        raise NotAsked("the pilot is not halted", remedy="halt it first, if it harms someone")
    reviews = initiative.of_duty(DUTY)
    if reviews and not reviews[-1].state.answerable and said.received_at >= reviews[-1].due:
        raise AlreadyAnswered(
            "the harm has been reviewed, and the pilot stays halted", remedy="loop back, or stop well, with a reason"
        )
    resumed = (PilotResumed(),) if command.resume else ()
    return (HarmReviewed(command.resume, command.findings), *resumed, *fulfils(initiative, DUTY))


def resumed(state: Piloting) -> tuple[Clause, ...]:
    """A pilot that was halted must have been resumed."""
    if state.halts == 0:
        return ()
    if not state.halted:
        return (Clause("pilot.resumed", 1, 1, True),)
    remedy = "the pilot is halted because of reported harm: review it and resume the pilot, loop back, or stop well"
    return (Clause("pilot.resumed", 0, 1, False, ("coordinator",), remedy),)


def _review_asked(state: Piloting, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    rule = initiative.rule.obligations.get(DUTY)
    if rule is None or initiative.owed(DUTY):
        return ()
    due = initiative.calendar.outside_due(now, rule.due)
    return (opened(initiative, DUTY, due, rule.ladder, now, subject=str(state.halts + 1)),)
