"""Pulses: three questions to every active seat, at the opening and at every beat since.

A pulse that was missed lapses by its gentle ladder and is released when the next one opens.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from domain.asking import fulfils
from domain.commands import Said
from domain.entitlement import require_active
from domain.events import Event, ObligationReleased
from domain.initiative import Initiative
from domain.obligations import ObligationState
from domain.phases.piloting.commands import AnswerPulse
from domain.phases.piloting.events import PulseAnswered
from domain.phases.piloting.rhythm import ask_in_window, beat, last_call, newest
from domain.refusals import AlreadyAnswered, Malformed, NotAsked
from domain.spans import Span

if TYPE_CHECKING:
    from domain.phases.piloting.state import Piloting

DUTY = "answer_pulse"


def asked(initiative: Initiative, now: datetime, number: int) -> tuple[Event, ...]:
    """Ask every active seat for the pulse of this number, and no longer for an earlier one."""
    if DUTY not in initiative.rule.obligations:
        return ()
    asking = tuple(ask_in_window(initiative, DUTY, now, seat, str(number)) for seat in initiative.active)
    return (*spared(initiative), *asking)


def spared(initiative: Initiative) -> tuple[Event, ...]:
    """Nobody owes an open pulse any more."""
    return tuple(ObligationReleased(o.id) for o in initiative.of_duty(DUTY) if o.state.answerable)


def fallen_due(initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """The newest pulse whose beat has come, unless it has been asked."""
    every, number = _every(initiative), _number(initiative)
    if every is None or number is None:
        return ()
    latest = newest(initiative, every, number - 1, min(now, last_call(initiative, DUTY))) + 1
    return asked(initiative, now, latest) if latest > number else ()


def next_beat(initiative: Initiative) -> datetime | None:
    """When the next pulse is asked; None once the planned end is near."""
    every, number = _every(initiative), _number(initiative)
    if every is None or number is None:
        return None
    upcoming = beat(initiative, every, number)
    return upcoming if upcoming <= last_call(initiative, DUTY) else None


def answer(state: Piloting, initiative: Initiative, said: Said, command: AnswerPulse) -> tuple[Event, ...]:
    """Take the answer of an active seat to its newest pulse. Raises NotEntitled, NotAsked, Malformed, AlreadyAnswered.

    A first answer counts after the lapse too, a change until the due day.
    """
    seat = require_active(initiative, said)
    for path, rating in (("progress", command.progress), ("energy", command.energy)):
        if not 1 <= rating <= 4:
            raise Malformed("the scale goes from 1 (poor) to 4 (good)", path=path, remedy="choose 1, 2, 3 or 4")
    own = [o for o in initiative.of_duty(DUTY) if o.seat == seat.id]
    if not own or own[-1].state is ObligationState.RELEASED:
        raise NotAsked("no pulse is open", remedy="wait for the letter with the next one")
    pulse, number = own[-1], int(own[-1].subject or 0)
    if pulse.state is ObligationState.FULFILLED and said.received_at >= pulse.changeable_until:
        raise AlreadyAnswered("the answer could be changed until its due day", remedy="tell it in the next pulse")
    again = state.heard.get(seat.id) == number
    answered = PulseAnswered(seat.id, number, command.progress, command.energy, command.worry, again)
    return (answered, *fulfils(initiative, DUTY, seat=seat.id, subject=pulse.subject))


def _every(initiative: Initiative) -> Span | None:
    rule = initiative.rule.obligations.get(DUTY)
    return rule.every if rule else None


def _number(initiative: Initiative) -> int | None:
    """The number of the newest pulse asked; the first is asked at the opening, the n-th at beat n - 1."""
    return max((int(o.subject or 0) for o in initiative.of_duty(DUTY)), default=None)
