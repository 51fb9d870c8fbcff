"""Terms: their end is told beforehand, and leaves the seat vacant until it is passed on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from domain.events import Event
from domain.initiative import Initiative
from domain.matters.seats.events import SeatVacated, TermEnding, Vacated
from domain.matters.seats.passing import searched
from domain.seats import Seat
from domain.spans import Span

WARNING = "term_warning"


def ending(initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """The first term that is over by now, or whose end is to be told; the coordinator is to find the next holder."""
    for seat in _with_an_end(initiative):
        if now >= _over(initiative, seat):
            return (SeatVacated(seat.id, Vacated.TERM_OVER), *searched(initiative, seat.id, now))
        if now >= _told(initiative, seat) and seat.id not in initiative.facts.people.warned and seat.until:
            return (TermEnding(seat.id, seat.until), *searched(initiative, seat.id, now))
    return ()


def moments(initiative: Initiative) -> Iterator[datetime]:
    """When the end of each term is told, or is there."""
    warned = initiative.facts.people.warned
    for seat in _with_an_end(initiative):
        yield _over(initiative, seat) if seat.id in warned else _told(initiative, seat)


def _with_an_end(initiative: Initiative) -> Iterator[Seat]:
    vacant = initiative.facts.people.vacant
    return (seat for seat in initiative.seats.values() if seat.until is not None and seat.id not in vacant)


def _over(initiative: Initiative, seat: Seat) -> datetime:
    """The beginning of the day after the last one."""
    assert seat.until is not None
    return initiative.calendar.instant(seat.until + timedelta(days=1), time())


def _told(initiative: Initiative, seat: Seat) -> datetime:
    assert seat.until is not None
    warning = (initiative.charter.model.matters or {})["seats"].spans[WARNING]
    back = initiative.calendar.add(seat.until, Span(-warning.amount, warning.unit))
    return initiative.calendar.instant(min(back, seat.until), time())
