"""Holding a phase: it rests until a day, is looked at again, and then goes on, rests once more, or is left."""

from __future__ import annotations

from datetime import datetime

from domain.asking import fulfils, opened
from domain.events import Event, PhaseHeld, TakenBy
from domain.exiting import tell_at, told
from domain.initiative import RECHECK, Initiative
from domain.leaving import mandate_valid
from domain.obligations import Obligation, ObligationState
from domain.operating_model import ExitKind, HoldRule
from domain.pausing import resumption
from domain.refusals import LoopsSpent, Malformed, NotAsked, OutOfTurn
from domain.sealed import Sealed


def held(
    initiative: Initiative, until: datetime, reason: Sealed, conditions: Sealed, now: datetime
) -> tuple[Event, ...]:
    """Let the phase rest until an instant; a hold that is looked at again may follow another.

    Raises OutOfTurn where the phase has no such exit, NotAsked while it is paused or held, LoopsSpent once it was held
    as often as the model allows, Malformed for an instant that is past or too far away.
    """
    rule, number = _rule(initiative), (initiative.at.holds or 0) + 1
    if initiative.paused is not None and recheck(initiative) is None:
        raise NotAsked("the initiative rests already", remedy="let it go on first, or wait until it is looked at again")
    if number > rule.most:
        raise LoopsSpent(
            f"the phase has been held {rule.most} times, as often as the model allows",
            remedy="let it go on, or leave it",
        )
    if until <= now:
        raise Malformed("the hold would be over before it began", path="until", remedy="name a later instant")
    if until > (latest := initiative.calendar.due(now, rule.longest)):
        raise Malformed(
            f"a phase is held for {rule.longest} at most",
            path="until",
            remedy=f"name an instant until {latest.isoformat()}, or stop well",
        )
    phase, mandate = initiative.at.phase, initiative.mandate_on(initiative.calendar.local(now).date()).id
    readers, when = told(initiative, initiative, TakenBy.ROLE), tell_at(initiative, now)
    valid = mandate_valid(initiative, now)
    resting = PhaseHeld(phase, number, until, mandate, valid, reason, conditions, readers, when)
    return (*fulfils(initiative, RECHECK), resting)


def recheck(initiative: Initiative) -> Obligation | None:
    """The asking to look again at the hold that the phase rests by; None before its day, and where none does."""
    resting = initiative.paused
    if resting is None or resting.hold is None:
        return None
    return next((o for o in initiative.of_duty(RECHECK) if o.subject == str(resting.hold)), None)


def gone_on(initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """The rest is over: clocks run again, and nobody needs to look any more."""
    return (*fulfils(initiative, RECHECK), resumption(initiative, now))


def rest_ended(initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """What the end of a rest brings: a pause is over, a hold is looked at again, and goes on if nobody does."""
    resting = initiative.paused
    if resting is None or now < resting.until:
        return ()
    if resting.hold is None:
        return (resumption(initiative, now),)
    asked, rule = recheck(initiative), _rule(initiative)
    if asked is None:
        due = initiative.calendar.due(now, rule.due)
        return (opened(initiative, RECHECK, due, rule.ladder, now, subject=str(resting.hold)),)
    return (resumption(initiative, now),) if asked.state is ObligationState.LAPSED else ()


def rest_ends(initiative: Initiative) -> datetime | None:
    """When `rest_ended` has something new; None once a hold has been looked at, whose lapse comes by its ladder."""
    if initiative.paused is None or recheck(initiative) is not None:
        return None
    return initiative.paused.until


def _rule(initiative: Initiative) -> HoldRule:
    exits = initiative.charter.model.exits
    if exits is None or exits.hold is None or ExitKind.HOLD not in initiative.rule.next:
        raise OutOfTurn("this phase cannot be held", remedy=f"its exits: {', '.join(initiative.rule.next)}")
    return exits.hold
