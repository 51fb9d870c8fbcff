"""Resuming after a pause: working clocks go on where they stood, those of the outside never stopped."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.calendar import Calendar
from domain.events import InitiativeResumed
from domain.initiative import Initiative
from domain.obligations import ObligationState
from domain.spans import Span, Unit

_DAY, _MOMENT = timedelta(days=1), timedelta(microseconds=1)


def resumption(initiative: Initiative, now: datetime) -> InitiativeResumed:
    """Working clocks go on: every deadline that is open, or until which an answer may change, moves to a working day,
    later by at least as much of the pause as it has seen. A window that was over before the pause stays over.
    """
    if initiative.paused is None:
        raise LookupError("the initiative is not paused")
    since, stage, vote = initiative.paused.since, initiative.at, initiative.at.vote

    def moved(due: datetime, opened_at: datetime) -> datetime:
        return _moved(initiative.calendar, due, now - max(since, opened_at))

    working = [o for o in initiative.obligations.values() if o.duty not in initiative.outside]
    return InitiativeResumed(
        dues={
            o.id: moved(o.due, o.opened_at)
            for o in working
            if o.state is ObligationState.OPEN or (o.state is ObligationState.FULFILLED and o.due > since)
        },
        phase_due=moved(stage.due, stage.opened_at) if stage.due > since else stage.due,
        vote_due=moved(vote.due, stage.opened_at) if vote else None,
    )


def _moved(calendar: Calendar, due: datetime, length: timedelta) -> datetime:
    if calendar.day_milliseconds is not None:
        return due + length
    days = -(-length // _DAY)
    moved = calendar.due(due - _MOMENT, Span(days, Unit.DAYS))
    short = moved - due < length  # by the hour that the clock was put forward
    return calendar.due(due - _MOMENT, Span(days + 1, Unit.DAYS)) if short else moved
