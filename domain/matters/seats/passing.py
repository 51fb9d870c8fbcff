"""Passing: a seat goes on to its next holder, and a holder who leaves keeps nothing of it."""

from __future__ import annotations

from datetime import datetime

from domain.acting import line
from domain.actors import Role
from domain.asking import ask
from domain.commands import Said
from domain.entitlement import named_seat, require_coordinator, require_seat
from domain.events import Event, ObligationFulfilled
from domain.folding import after_all
from domain.initiative import Initiative
from domain.matters.seats import standing_in
from domain.matters.seats.commands import LeaveSeat, PassSeat
from domain.matters.seats.events import SearchAsked, SeatLeft, SeatPassed, SeatVacated, Vacated
from domain.people import require_chain
from domain.refusals import AlreadyAnswered, NotEntitled, SeatOutOfTerm

DUTY = "renew_seat"


def take_over(initiative: Initiative, said: Said, command: PassSeat, now: datetime) -> tuple[Event, ...]:
    """Let the seat be held as the register says. Raises NotEntitled, UnknownSeat, SeatOutOfTerm, AlreadyAnswered where
    that is how it is held.
    """
    require_coordinator(said)
    seat = named_seat(initiative, command.seat, "seat")
    today = initiative.calendar.local(now).date()
    if command.until is not None and command.until < today:
        raise SeatOutOfTerm(
            f"the term of {seat.id} ended on {command.until}, and today is {today}",
            path="seat",
            remedy="enter the next holder or term of the seat in the register first",
        )
    deputies = require_chain(command.holder, (command.deputy,) if command.deputy else (), "deputy")
    before = initiative.holder(seat.id)
    is_vacant = seat.id in initiative.facts.people.vacant
    if not is_vacant and (command.holder, command.until, deputies) == (
        before,
        seat.until,
        line(initiative, seat.id)[1:2],
    ):
        raise AlreadyAnswered(
            "the seat is held as the register says", path="seat", remedy="enter the next holder in the register first"
        )
    onward = SeatPassed(
        seat.id, command.holder, before, deputies, command.until, command.successor, command.despite_load
    )
    return passed(initiative, onward, now)


def leave(initiative: Initiative, said: Said, command: LeaveSeat, now: datetime) -> tuple[Event, ...]:
    """Let the holder go; the deputy holds the seat for the rest of the term. Raises NotEntitled."""
    seat = require_seat(initiative, said)
    holder, *deputies = line(initiative, seat.id)
    if said.by.role is Role.PARTICIPANT and said.by.actor != holder:
        raise NotEntitled("the seat is its holder's to leave", remedy="tell the coordinator, who names the deputies")
    left = SeatLeft(seat.id, holder, command.reason)
    search = searched(initiative, seat.id, now)
    if not deputies:
        return (left, SeatVacated(seat.id, Vacated.LEFT), *search)
    onward = SeatPassed(seat.id, deputies[0], holder, tuple(deputies[1:]), seat.until)
    return (left, *passed(initiative, onward, now, found=False), *search)


def passed(initiative: Initiative, event: SeatPassed, now: datetime, *, found: bool = True) -> tuple[Event, ...]:
    """The seat passes, its duties follow, and one that nobody held is asked what the others have been asked. `found`:
    the coordinator owes no search for it any more.
    """
    was_vacant = event.seat in initiative.facts.people.vacant
    searches = (o for o in initiative.of_duty(DUTY) if o.state.answerable and about(o.subject) == event.seat)
    over = tuple(ObligationFulfilled(o.id) for o in searches) if found else ()
    then = after_all(initiative, (event, *over), now)
    follow = standing_in.passed(then, event.seat, event.before, now)
    asked = then.now_in.newcomer_asked(then, event.seat, now) if was_vacant and not then.settled else ()
    return (event, *over, *follow, *asked)


def searched(initiative: Initiative, seat: str, now: datetime) -> tuple[Event, ...]:
    """Ask the coordinator to find somebody for a seat, unless that is asked already or the model does not ask."""
    asked = any(o.state.answerable and about(o.subject) == seat for o in initiative.of_duty(DUTY))
    try:
        initiative.asks_for(DUTY)
    except KeyError:
        return ()
    number = initiative.facts.people.searches + 1
    return () if asked else (SearchAsked(number), ask(initiative, DUTY, now, subject=f"{seat}.{number}"))


def about(subject: str | None) -> str:
    """The seat that a search is about."""
    return (subject or "").rpartition(".")[0]
