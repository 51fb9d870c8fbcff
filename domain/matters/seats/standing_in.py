"""Standing in: what is owed lies with the first of a seat's line who is there, and comes back at the end."""

from __future__ import annotations

from datetime import datetime

from domain.acting import chain_from, coordinators, keeper, line
from domain.asking import told_at
from domain.events import Because, Event, ObligationHandedOver
from domain.initiative import Initiative
from domain.obligations import Obligation, ObligationState


def handed_over(initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """The open duties that lie with somebody who is away, or who stands in for one who is back."""
    people = initiative.facts.people
    at_stake = (
        owed
        for owed in initiative.obligations.values()
        if owed.state is ObligationState.OPEN
        and owed.seat not in people.vacant
        and (owed.principal is not None or people.away(owed.owed_by))
    )
    return tuple(event for owed in at_stake for event in _moved(initiative, owed, now))


def _moved(initiative: Initiative, owed: Obligation, now: datetime) -> tuple[Event, ...]:
    falls_on = owed.principal or owed.owed_by
    of = line(initiative, owed.seat) if owed.seat else coordinators(initiative)
    keeps = keeper(initiative, chain_from(falls_on, of), owed.duty)
    if keeps == owed.owed_by:
        return ()
    because = Because.BACK if keeps == falls_on else Because.AWAY
    principal = falls_on if keeps != falls_on else None
    return (ObligationHandedOver(owed.id, keeps, told_at(initiative, now), because, principal),)


def passed(initiative: Initiative, seat: str, before: str, now: datetime) -> tuple[Event, ...]:
    """The open duties of a seat that has been passed on follow it; those that a deputy took over, who still is one,
    stay with that deputy.
    """
    of = line(initiative, seat)
    keeps, told = keeper(initiative, of), told_at(initiative, now)
    stood_in = of[0] if keeps != of[0] else None
    return tuple(
        ObligationHandedOver(owed.id, keeps, told, Because.SEAT_PASSED, stood_in)
        for owed in initiative.obligations.values()
        if owed.seat == seat
        and owed.state is ObligationState.OPEN
        and ((falls_on := owed.principal or owed.owed_by) == before or falls_on not in of)
        and keeps != owed.owed_by
    )


def left_behind(initiative: Initiative, seat: str, now: datetime) -> tuple[Event, ...]:
    """The open duties of a seat that lie with somebody who is in its line no more come back to it."""
    return () if seat in initiative.facts.people.vacant else passed(initiative, seat, "", now)
