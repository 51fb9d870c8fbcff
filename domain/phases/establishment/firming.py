"""Conditional grounds: each stands until its day, and only so long. Before that day its firm evidence is asked for;
where none has come when the day is over, the ground has lapsed, and the practice is not established without it.

The day belongs to the outside: no pause moves it. Where the time to ask and the day both fell in a pause, it is asked
after that, with a time of its own, and the ground stands until that is over. Models that do not ask for `firm_ground`
let conditions stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from domain.asking import ask, asked, opened, told_at
from domain.events import Event, ObligationFulfilled, ObligationReleased
from domain.initiative import Initiative
from domain.obligations import Obligation
from domain.phases.establishment.commands import Ground
from domain.phases.establishment.events import GroundLapsed
from domain.refusals import Malformed
from domain.spans import Span, Unit

if TYPE_CHECKING:
    from domain.phases.establishment.state import Establishment

DUTY = "firm_ground"
EVIDENCE = "evidence_ground"


def stands_until(initiative: Initiative, until: date | None, given_at: datetime) -> datetime | None:
    """The instant at which the day of a condition is over; None for no condition, or where the model asks for nothing.

    With pace, as many days after it was given as there are to that day. Raises Malformed for a day after the window.
    """
    if until is None or DUTY not in initiative.rule.obligations:
        return None
    calendar, last = initiative.calendar, initiative.calendar.due_day(initiative.at.due)
    too_late = Malformed(
        "this phase would be over before the condition", path="conditional_until", remedy=f"name a day up to {last}"
    )
    if calendar.day_milliseconds is None:
        if until > last:
            raise too_late
        return calendar.instant(until + timedelta(days=1), time())
    days = (until - calendar.local(given_at).date()).days
    if days * calendar.day_milliseconds > (initiative.at.due - given_at) // timedelta(milliseconds=1):
        raise too_late
    return calendar.due(given_at, Span(days, Unit.DAYS))


def settled(initiative: Initiative, ground: Ground, until: date | None) -> tuple[Event, ...]:
    """What new evidence of a ground does to the question for a firm one: firm evidence answers it; another condition
    asks it again before its own day.
    """
    event = ObligationFulfilled if until is None else ObligationReleased
    return tuple(event(owed.id) for owed in about(initiative, DUTY, ground) if owed.state.answerable)


def follow(state: Establishment, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """What the clock brings conditional grounds: the question for firm evidence, and the lapse once the day is over."""
    if DUTY not in initiative.rule.obligations:
        return ()
    return (*_unasked(state, initiative), *_lapsed(state, initiative, now)) or _asked(state, initiative, now)


def next_moment(state: Establishment, initiative: Initiative) -> datetime | None:
    """When the clock may bring something; None where nothing is conditional."""
    if DUTY not in initiative.rule.obligations:
        return None
    moments = (
        _lapses_at(initiative, ground, ends) or _asks_at(initiative, ends) for ground, ends in state.ends.items()
    )
    return min(moments, default=None)


def about(initiative: Initiative, duty: str, ground: Ground) -> tuple[Obligation, ...]:
    """What is or was asked about a ground. What is asked again has a number behind it: `money.2`."""
    return tuple(owed for owed in initiative.of_duty(duty) if (owed.subject or "").partition(".")[0] == ground)


def subject(initiative: Initiative, duty: str, ground: Ground) -> str:
    """The subject under which this is asked of a ground the next time."""
    times = len(about(initiative, duty, ground))
    return f"{ground}.{times + 1}" if times else ground.value


def _lapsed(state: Establishment, initiative: Initiative, now: datetime) -> Iterator[Event]:
    """The ground lapses; its receiver and the coordinator are told, and it can be evidenced anew."""
    for ground, ends in state.ends.items():
        until = state.evidenced.get(ground)
        lapses = _lapses_at(initiative, ground, ends)
        if until is None or lapses is None or lapses > now:
            continue
        yield GroundLapsed(ground, until, _told(state, initiative), told_at(initiative, now))
        yield from (ObligationReleased(o.id) for o in about(initiative, DUTY, ground) if o.state.answerable)
        yield from asked(initiative, EVIDENCE, now, subject=subject(initiative, EVIDENCE, ground))


def _told(state: Establishment, initiative: Initiative) -> dict[str, str]:
    """Who hears of it by letter, each with a seat of theirs (empty: the coordinator)."""
    receivers = initiative.facts.people.filled((state.receiver,) if state.receiver else ())
    told = {initiative.holder(seat): seat for seat in receivers}
    return told | {initiative.coordinator: told.get(initiative.coordinator, "")}


def _unasked(state: Establishment, initiative: Initiative) -> Iterator[Event]:
    """A correction may have taken the condition back: then nothing firm is asked for."""
    for owed in initiative.of_duty(DUTY):
        if owed.state.answerable and Ground((owed.subject or "").partition(".")[0]) not in state.ends:
            yield ObligationReleased(owed.id)


def _asked(state: Establishment, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    ladder = initiative.rule.obligations[DUTY].ladder
    return tuple(
        opened(initiative, DUTY, _due(initiative, ends, now), ladder, now, subject=subject(initiative, DUTY, ground))
        for ground, ends in state.ends.items()
        if _lapses_at(initiative, ground, ends) is None and _asks_at(initiative, ends) <= now
    )


def _due(initiative: Initiative, ends: datetime, now: datetime) -> datetime:
    """The day itself; once that is over, as long as the model gives for the question, within the phase."""
    return ends if ends > now else min(ask(initiative, DUTY, now).due, initiative.at.due)


def _asks_at(initiative: Initiative, ends: datetime) -> datetime:
    """So long before the day as the model gives for it."""
    return initiative.calendar.slot_ahead(ends, initiative.rule.obligations[DUTY].due)


def _lapses_at(initiative: Initiative, ground: Ground, ends: datetime) -> datetime | None:
    """When the ground lapses: with its day, or with the question that was asked only after that; None while it has not
    been asked.
    """
    owed = next((one for one in about(initiative, DUTY, ground) if one.state.answerable), None)
    if owed is None:
        return None
    return ends if owed.opened_at < ends else owed.due
