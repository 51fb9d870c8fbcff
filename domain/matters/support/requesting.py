"""Asking for support: a seat for itself or for the network, the coordinator for the network; others join."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from domain.asking import asked
from domain.commands import Said
from domain.entitlement import named_seat, require_active, require_coordinator
from domain.events import Event
from domain.initiative import Initiative
from domain.matters.support.commands import JoinRequest, RequestSupport, SupportLevel
from domain.matters.support.events import RequestJoined, SupportRequested
from domain.matters.support.requests import ANSWER, MOST, RequestState, known
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled

if TYPE_CHECKING:
    from domain.matters.support.state import Support


def request(
    state: Support, initiative: Initiative, said: Said, command: RequestSupport, now: datetime
) -> tuple[Event, ...]:
    """Take in a request, and owe it an answer.

    Raises NotEntitled, UnknownSeat, Malformed, NotAsked while too many are open.
    """
    seats = _asking(initiative, said, command)
    if len(state.requests) >= MOST:
        raise NotAsked(
            f"{MOST} requests for support are open, as many as can be seen to",
            remedy="join one of them, or let the coordinator answer some first",
        )
    made = f"r{initiative.next_number('request', state.asked)}"
    return (
        SupportRequested(made, command.level, command.text, seats),
        *asked(initiative, ANSWER, now, subject=made),
    )


def join(state: Support, initiative: Initiative, said: Said, command: JoinRequest) -> tuple[Event, ...]:
    """Count a seat among those who ask, until the support is given. Raises NotEntitled, NotAsked, AlreadyAnswered."""
    seat, request = require_active(initiative, said).id, known(state.requests, command.request)
    if request.level is SupportLevel.ACTOR:
        raise NotEntitled("this was asked for one actor", path="request", remedy="ask for the support of your own seat")
    if request.state is RequestState.GIVEN:
        raise NotAsked("this support has been given", path="request", remedy="ask anew")
    if not request.seats or seat in request.seats:
        raise AlreadyAnswered("this seat asks for it already", path="request")
    return (RequestJoined(request.id, seat),)


def _asking(initiative: Initiative, said: Said, command: RequestSupport) -> tuple[str, ...]:
    """The seats in whose name it is asked; none for the whole network."""
    if said.by.seat is not None:
        seat = require_active(initiative, said)
        if command.seats:
            raise Malformed(
                "a seat asks in its own name", path="seats", remedy="leave the others out; they can join the request"
            )
        return (seat.id,)
    require_coordinator(said)
    if command.level is SupportLevel.ACTOR:
        raise Malformed(
            "an actor's request is said for its seat", path="level", remedy="name the seat in for_seat, and the channel"
        )
    for number, name in enumerate(command.seats):
        if named_seat(initiative, name, f"seats[{number}]").id not in initiative.active:
            raise NotEntitled("this seat does not take part", path=f"seats[{number}]", remedy="leave it out")
    if len(command.seats) == 1 or len(set(command.seats)) < len(command.seats):
        raise Malformed(
            "a network is several seats, each named once", path="seats", remedy="name them, or none for all"
        )
    return command.seats
