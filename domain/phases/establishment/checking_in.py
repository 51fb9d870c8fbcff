"""Check-ins: how is the practice doing, asked of its receiver at moments counted from the day it was established.

Silence is unknown, never alive. Only check-ins whose whole ladder ends before the window of the phase are asked; a
practice that was established so late that some do not fit is asked fewer.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from domain import ladders
from domain.asking import ask, fulfils
from domain.commands import Said
from domain.events import Event, ObligationReleased
from domain.gates import Clause
from domain.initiative import Initiative
from domain.obligations import ObligationState
from domain.phases.establishment.commands import AnswerCheckIn, Condition
from domain.phases.establishment.events import CheckInAnswered, CheckInsClosed, CheckInUnknown
from domain.phases.establishment.handing_over import require_receiver
from domain.refusals import AlreadyAnswered, NotAsked
from domain.spans import Span, Unit

if TYPE_CHECKING:
    from domain.phases.establishment.state import Establishment

DUTY = "check_in"
_SAME_DAY = Span(0, Unit.WORKING_DAYS)


def course(state: Establishment, initiative: Initiative) -> dict[int, datetime]:
    """The check-ins of an established practice by number from 1, each with the instant at which it is asked."""
    rule, calendar = initiative.rule.obligations.get(DUTY), initiative.calendar
    if rule is None or state.established_at is None:
        return {}
    days_over = [calendar.due(state.established_at, span) for span in rule.at]
    moments = {number: calendar.slot(over, _SAME_DAY) for number, over in enumerate(days_over, start=1)}
    return {n: moment for n, moment in moments.items() if _lapses_at(state, initiative, moment) <= initiative.at.due}


def over(state: Establishment, initiative: Initiative) -> bool:
    """Whether an established practice is asked no more: it stopped, or no check-in is without its answer or silence."""
    if state.established_at is None:
        return False
    stopped = state.last_heard is Condition.STOPPED
    return stopped or all(str(number) in state.conditions for number in course(state, initiative))


def all_heard(state: Establishment, initiative: Initiative) -> Clause:
    """An established practice must have been followed to its last check-in; time alone brings the later ones."""
    rule = initiative.rule.obligations.get(DUTY)
    numbers = course(state, initiative) or range(len(rule.at) if rule else 0)
    heard, of = len(state.conditions), len(numbers)
    if over(state, initiative):
        return Clause("check_ins.over", heard, min(heard, of), True)
    owed = initiative.owed(DUTY)
    last = state.receiver if owed is not None and owed.seat and owed.subject == str(max(numbers, default=0)) else None
    remedy = f"the check-ins of the established practice go on: {heard} of {of} have been answered or passed in silence"
    return Clause(
        "check_ins.over", heard, of, False, (last,) if last else (), remedy, None if last else _end(state, initiative)
    )


def _end(state: Establishment, initiative: Initiative) -> datetime:
    """When the last check-in will have been answered or passed in silence; at the window's end at the latest."""
    lapses = (_lapses_at(state, initiative, moment) for moment in course(state, initiative).values())
    return max(lapses, default=initiative.at.due)


def follow(state: Establishment, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """What the clock brings an established practice: silence told as unknown, the next check-in, the end of all."""
    if state.established_at is None or state.closed:
        return ()
    if over(state, initiative):
        return (CheckInsClosed(),) if now >= _closes_at(initiative, state.established_at) else ()
    return _silence(state, initiative) or _next_asked(state, initiative, now)


def next_moment(state: Establishment, initiative: Initiative) -> datetime | None:
    """When the clock may bring something; None before the practice is established and once all is over."""
    if state.established_at is None or state.closed:
        return None
    if over(state, initiative):
        return _closes_at(initiative, state.established_at)
    asked = _number(initiative)
    return min((moment for number, moment in course(state, initiative).items() if number > asked), default=None)


def answer(state: Establishment, initiative: Initiative, said: Said, command: AnswerCheckIn) -> tuple[Event, ...]:
    """Take the answer to the newest check-in in the receiver's word: the backbone does not tell that a practice lives.

    A first answer counts after the lapse too, until the next check-in; a change until the due day. Raises NotEntitled,
    UnknownSeat, NotAsked, AlreadyAnswered.
    """
    require_receiver(state, initiative, said)
    asked = initiative.of_duty(DUTY)
    if not asked:
        raise NotAsked("no check-in has been asked yet", remedy="wait for the letter with the first one")
    newest, before = asked[-1], state.conditions.get(asked[-1].subject or "")
    if command.condition is before:
        raise AlreadyAnswered(f"the answer is '{before}' already", path="condition")
    if newest.state is ObligationState.FULFILLED and said.received_at >= newest.changeable_until:
        raise AlreadyAnswered("the answer could be changed until its due day", remedy="tell it at the next check-in")
    answered = CheckInAnswered(_number(initiative), command.condition, command.note, before)
    return (answered, *fulfils(initiative, DUTY, subject=newest.subject))


def _silence(state: Establishment, initiative: Initiative) -> tuple[Event, ...]:
    lapsed = [o.subject or "" for o in initiative.of_duty(DUTY) if o.state is ObligationState.LAPSED]
    return tuple(CheckInUnknown(int(number)) for number in lapsed if number not in state.conditions)


def _next_asked(state: Establishment, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """Ask the newest check-in that is due; any before it that nobody answered, or was asked in a pause, is unknown."""
    asked = _number(initiative)
    number = max((n for n, moment in course(state, initiative).items() if moment <= now), default=0)
    if number <= asked:
        return ()
    earlier = tuple(ObligationReleased(o.id) for o in initiative.of_duty(DUTY) if o.state.answerable)
    unknown = tuple(CheckInUnknown(n) for n in range(1, number) if str(n) not in state.conditions)
    return (*earlier, *unknown, ask(initiative, DUTY, now, seat=state.receiver, subject=str(number)))


def _closes_at(initiative: Initiative, established_at: datetime) -> datetime:
    """An answer may change until its due day; silence has nothing to change."""
    asked = initiative.of_duty(DUTY)
    return asked[-1].changeable_until if asked and asked[-1].state is ObligationState.FULFILLED else established_at


def _number(initiative: Initiative) -> int:
    """The number of the newest check-in asked, 0 before the first."""
    asked = initiative.of_duty(DUTY)
    return int(asked[-1].subject or 0) if asked else 0


def _lapses_at(state: Establishment, initiative: Initiative, moment: datetime) -> datetime:
    asked = ask(initiative, DUTY, moment, seat=state.receiver)
    steps = initiative.charter.model.ladders[asked.ladder]
    return ladders.moments(steps, initiative.calendar, moment, asked.due)[-1][1]
