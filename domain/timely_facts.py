"""Facts that only moments tell: how old endorsements are, and how late observations came."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.calendar import Calendar
from domain.initiative import Initiative
from domain.known_facts import Known, KnownFact, MeasuredIn, counted, measured
from domain.moments import Moments


def endorsements(told: Moments, initiative: Initiative, now: datetime) -> KnownFact:
    """How old the endorsements of the plan are."""
    ages = (days(initiative.calendar, at, now) for at in told.endorsed.values())
    return measured(Known.ENDORSEMENT_AGE, MeasuredIn.DAYS, ages)


def observations(told: Moments, initiative: Initiative, now: datetime) -> tuple[KnownFact, KnownFact]:
    """How many observations came of those that have fallen due, and how late."""
    fallen_due = [id for id, due in told.due.items() if due <= now or id in told.given]
    given = [id for id in fallen_due if id in told.given]
    late = (_late(initiative.calendar, told.due[id], told.given[id]) for id in given)
    return (
        counted(Known.OBSERVATIONS_IN, len(given), len(fallen_due)),
        measured(Known.OBSERVATIONS_LATE, MeasuredIn.DAYS, late),
    )


def days(calendar: Calendar, earlier: datetime, later: datetime) -> int:
    """Local days between two instants; with pace, days of its length."""
    if calendar.day_milliseconds is not None:
        return (later - earlier) // timedelta(milliseconds=calendar.day_milliseconds)
    return (calendar.local(later).date() - calendar.local(earlier).date()).days


def _late(calendar: Calendar, due: datetime, given: datetime) -> int:
    """How many days after its due day something came; it is in time until just before `due`."""
    return max(days(calendar, due - timedelta(microseconds=1), given), 0)
