"""Cultivating: a place that is not ready yet is held while named actions are carried out, and then asked again.

The hold is the coordinator's duty, so that a pause moves its end like every working deadline. It ends by the clock, or
before when the coordinator says so.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Final

from domain.asking import ask, fulfils, opened, released
from domain.clockwork import DECIDE_EXIT
from domain.commands import Said
from domain.entitlement import named_seat, require_coordinator, require_seat
from domain.events import Event, WindowMoved
from domain.explaining import gate_open
from domain.gates import Clause
from domain.initiative import Initiative
from domain.phases.readiness import rating
from domain.phases.readiness.commands import NameAction, ReportAction
from domain.phases.readiness.duties import ACTION, CULTIVATE, FORM
from domain.phases.readiness.events import ActionNamed, ActionReported, CultivationBegun, ReadinessRechecked
from domain.refusals import AlreadyAnswered, LoopsSpent, Malformed, NotAsked, NotEntitled, TooEarly
from domain.sealed import Sealed

if TYPE_CHECKING:
    from domain.phases.readiness.state import Action, Readiness

MOST: Final = 50
"""As many actions as one initiative carries."""

_DAY = timedelta(days=1)


def name(state: Readiness, initiative: Initiative, said: Said, command: NameAction, now: datetime) -> tuple[Event, ...]:
    """Name an action; in a hold its owner is asked at once. Raises NotEntitled, UnknownSeat, Malformed, NotAsked."""
    require_coordinator(said)
    named_seat(initiative, command.owner, "owner")
    if command.due <= initiative.calendar.local(said.received_at).date():
        raise Malformed("the day is not in the future", path="due", remedy="name a later day")
    if len(state.actions) >= MOST:
        raise NotAsked(f"{MOST} actions have been named", remedy="carry these out first")
    named = ActionNamed(f"a{len(state.actions) + 1}", command.owner, command.due, command.text)
    hold = initiative.owed(CULTIVATE)
    if hold is None:
        return (named,)
    return (named, *_asked(initiative, state.named(named), state.cultivations, hold.due, now))


def begin(
    state: Readiness, initiative: Initiative, said: Said, reason: Sealed | None, now: datetime
) -> tuple[Event, ...]:
    """Hold the initiative: nobody owes the form any more, the owners of actions are asked, the window ends later.

    Raises NotEntitled, NotAsked, AlreadyAnswered, LoopsSpent, TooEarly.
    """
    require_coordinator(said)
    _require_possible(state, initiative, now)
    rule, number = initiative.duty(CULTIVATE), state.cultivations + 1
    hold = ask(initiative, CULTIVATE, now, subject=str(number))
    owed = (_asked(initiative, action, number, hold.due, now) for action in state.to_do)
    return (
        CultivationBegun(number, reason),
        *released(initiative, FORM),
        *released(initiative, ACTION),
        *fulfils(initiative, DECIDE_EXIT),
        WindowMoved(initiative.calendar.due(initiative.calendar.due(now, rule.due), initiative.rule.due)),
        hold,
        *chain.from_iterable(owed),
    )


def check_again(state: Readiness, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
    """End the hold before its time. Raises NotEntitled, NotAsked while nothing is held."""
    require_coordinator(said)
    if not state.is_held(initiative):
        raise NotAsked("the initiative is not held, and the form has been asked", remedy="cultivate first")
    return _rechecked(state, initiative, now)


def over(state: Readiness, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """The hold has come to its end: the form is asked again."""
    hold = initiative.owed(CULTIVATE)
    return _rechecked(state, initiative, now) if hold is not None and hold.due <= now else ()


def report(state: Readiness, initiative: Initiative, said: Said, command: ReportAction) -> tuple[Event, ...]:
    """Take the word of the action's owner; a change counts until its due day. Raises NotAsked, NotEntitled,
    UnknownSeat, AlreadyAnswered.
    """
    seat = require_seat(initiative, said).id
    action = state.actions.get(command.action)
    if action is None:
        raise NotAsked(f"no action '{command.action}' has been named", path="action", remedy="name one of them")
    if action.owner != seat:
        raise NotEntitled("another seat owns this action", path="action", remedy="ask its owner")
    asked = [o for o in initiative.of_duty(ACTION) if (o.subject or "").partition(".")[0] == action.id]
    if not asked:
        raise NotAsked("this action is not asked for yet", path="action", remedy="the coordinator begins the hold")
    if action.done is command.done and command.note is None:
        raise AlreadyAnswered("this has been said of the action already", path="done")
    if action.done is not None and said.received_at >= asked[-1].due:
        raise AlreadyAnswered("what became of it could be changed until its due day", path="done")
    return (
        ActionReported(action.id, command.done, command.note, action.done),
        *fulfils(initiative, ACTION, subject=asked[-1].subject),
    )


def held(state: Readiness, initiative: Initiative) -> tuple[Clause, ...]:
    """While the initiative is held it does not go on."""
    hold = initiative.owed(CULTIVATE)
    if hold is None:
        return ()
    day = initiative.calendar.due_day(hold.due)
    remedy = f"the form is asked again after {day}, or before if the coordinator checks again"
    return (Clause("cultivation.over", 0, 1, False, ("coordinator",), remedy),)


def _require_possible(state: Readiness, initiative: Initiative, now: datetime) -> None:
    if CULTIVATE not in initiative.rule.obligations:
        raise NotAsked("this model holds no initiative to cultivate it", remedy="stop well, or wait for answers")
    if state.is_held(initiative):
        raise AlreadyAnswered("the initiative is held already", remedy="name further actions, or check again")
    if gate_open(initiative, now):
        raise NotAsked("the gate is open: nothing keeps the initiative from going on", remedy="take the exit instead")
    most = initiative.duty(CULTIVATE).most
    if most is not None and state.cultivations >= most:
        raise LoopsSpent(f"the initiative has been held {most} times, as often as the model allows", remedy="stop well")
    if not state.to_do:
        raise TooEarly("no action has been named", remedy="name what would help, who owns it and by when")


def _asked(initiative: Initiative, action: Action, number: int, until: datetime, now: datetime) -> tuple[Event, ...]:
    """Ask the owner in the `number`-th hold, by the action's own day if it is still to come, or by the hold's end."""
    rule = initiative.rule.obligations.get(ACTION)
    if rule is None:
        return ()
    calendar = initiative.calendar
    own = calendar.instant(action.due + _DAY, time())
    due = min(own if own > now else until, calendar.due(now, rule.due), until)
    return (opened(initiative, ACTION, due, rule.ladder, now, seat=action.owner, subject=f"{action.id}.{number}"),)


def _rechecked(state: Readiness, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    check = state.check + 1
    return (
        ReadinessRechecked(check),
        *fulfils(initiative, CULTIVATE),
        WindowMoved(initiative.calendar.due(now, initiative.rule.due)),
        *rating.asked_of_all(initiative, now, check),
    )
