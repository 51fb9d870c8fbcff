"""Asking: opening an obligation as the model's rule for its kind says."""

from __future__ import annotations

from datetime import datetime

from domain.acting import chain_from, coordinators, keeper, line
from domain.events import (
    Event,
    ObligationFulfilled,
    ObligationHandedOver,
    ObligationOpened,
    ObligationReleased,
    ObligationWithdrawn,
)
from domain.initiative import Initiative
from domain.obligations import BESIDE, Obligation


def ask(
    initiative: Initiative,
    duty: str,
    now: datetime,
    *,
    seat: str | None = None,
    subject: str | None = None,
    owed_by: str | None = None,
) -> ObligationOpened:
    """Open a duty of the present phase or of a matter for a seat, or for the coordinator when no seat is given; due by
    its sector's rule.
    """
    part, rule = initiative.asks_for(duty)
    span = rule.due_by_sector.get(initiative.seats[seat].sector, rule.due) if seat else rule.due
    due = initiative.calendar.due(now, span)
    beside = None if part == initiative.at.phase else part
    return opened(initiative, duty, due, rule.ladder, now, seat=seat, subject=subject, owed_by=owed_by, beside=beside)


def opened(
    initiative: Initiative,
    duty: str,
    due: datetime,
    ladder: str,
    now: datetime,
    *,
    seat: str | None = None,
    subject: str | None = None,
    owed_by: str | None = None,
    beside: str | None = None,
) -> ObligationOpened:
    """Open a duty with a deadline and ladder of its own (a vote, a decision); one of the matter `beside` the phases, if
    it is named, outlives the phase.
    """
    stage = initiative.at
    asking = f"{beside}.{BESIDE}" if beside else f"{stage.phase}.{stage.round}"
    falls_on = owed_by or (initiative.holder(seat) if seat else initiative.coordinator)
    keeps = keeper(initiative, chain_from(falls_on, line(initiative, seat) if seat else coordinators(initiative)), duty)
    return ObligationOpened(
        obligation="/".join(part for part in (asking, duty, seat, subject) if part),
        duty=duty,
        owed_by=keeps,
        due=due,
        ladder=ladder,
        tell_at=told_at(initiative, now),
        seat=seat,
        subject=subject,
        principal=falls_on if keeps != falls_on else None,
    )


def asked(
    initiative: Initiative, duty: str, now: datetime, *, seat: str | None = None, subject: str | None = None
) -> tuple[Event, ...]:
    """Ask for what the model's rule of this kind says; nothing where the model leaves the kind out."""
    try:
        initiative.asks_for(duty)
    except KeyError:
        return ()
    return (ask(initiative, duty, now, seat=seat, subject=subject),)


def released(initiative: Initiative, duty: str, *, but: str | None = None) -> tuple[Event, ...]:
    """Nobody owes this kind any more, except the seat `but`."""
    return tuple(
        ObligationReleased(owed.id)
        for owed in initiative.of_duty(duty)
        if owed.state.answerable and (but is None or owed.seat != but)
    )


def fulfils(
    initiative: Initiative, duty: str, *, seat: str | None = None, subject: str | None = None
) -> tuple[Event, ...]:
    """That what was owed has been given, if it was owed."""
    obligation = initiative.owed(duty, seat=seat, subject=subject)
    return (ObligationFulfilled(obligation.id),) if obligation else ()


def handed_over(initiative: Initiative, obligation: str, to: str, now: datetime) -> ObligationHandedOver:
    """Pass an open duty to another actor, who is told inside the sending window."""
    return ObligationHandedOver(obligation, to, told_at(initiative, now))


def withdrawn(initiative: Initiative, obligation: Obligation, now: datetime) -> ObligationWithdrawn:
    """Call off what was asked of an actor, who is told inside the sending window."""
    return ObligationWithdrawn(obligation.id, obligation.owed_by, told_at(initiative, now))


def told_at(initiative: Initiative, now: datetime) -> datetime:
    """When somebody is told of what happens now: at once inside the sending window, else at its next slot."""
    calendar = initiative.calendar
    return now if calendar.in_window(now) else calendar.next_slot(now)
