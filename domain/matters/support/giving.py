"""Giving support, and whether it helped: said by those who asked, until all have answered or their time is over."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from domain.asking import asked
from domain.commands import Said
from domain.entitlement import require_coordinator, require_seat
from domain.events import Event, ObligationFulfilled
from domain.initiative import Initiative
from domain.matters.support.commands import GiveSupport, RateSupport
from domain.matters.support.events import RequestClosed, SupportGiven, SupportRated
from domain.matters.support.requests import GIVE, RATE, RequestState, SupportRequest, duties, known, spared
from domain.obligations import ObligationState
from domain.refusals import AlreadyAnswered, NotAsked, NotEntitled, TooEarly

if TYPE_CHECKING:
    from domain.matters.support.state import Support


def give(state: Support, initiative: Initiative, said: Said, command: GiveSupport, now: datetime) -> tuple[Event, ...]:
    """Take the word of the owner that it has been given. Raises NotAsked, NotEntitled, TooEarly, AlreadyAnswered."""
    request = known(state.requests, command.request)
    if request.state is RequestState.ASKED:
        raise TooEarly("nobody has promised this support yet", remedy="let the coordinator promise it first")
    if request.state is RequestState.GIVEN:
        raise AlreadyAnswered("this support has been given", path="request")
    if request.owner is None:
        require_coordinator(said)
    elif require_seat(initiative, said).id != request.owner:
        raise NotEntitled("another seat gives this support", path="request", remedy="ask its owner")
    owed = (ObligationFulfilled(o.id) for o in duties(initiative, GIVE, request.id) if o.state.answerable)
    ratings = (
        event
        for seat in request.askers(initiative)
        for event in asked(initiative, RATE, now, seat=seat, subject=request.id)
    )
    return (SupportGiven(request.id, command.note, request.owner), *owed, *ratings)


def rate(state: Support, initiative: Initiative, said: Said, command: RateSupport) -> tuple[Event, ...]:
    """Take in whether it helped; it can be changed until the due day. Raises NotAsked, NotEntitled, AlreadyAnswered."""
    seat, request = require_seat(initiative, said).id, known(state.requests, command.request)
    own = next((o for o in reversed(duties(initiative, RATE, request.id)) if o.seat == seat), None)
    if own is None:
        raise NotAsked("this seat is not asked whether it helped", path="request", remedy="those who asked for it are")
    before = request.ratings.get(seat)
    if before is command.helped:
        raise AlreadyAnswered("this seat has said so already", path="helped")
    if before is not None and said.received_at >= own.due:
        raise AlreadyAnswered("the answer could be changed until its due day", remedy="tell the coordinator")
    fulfilled = (ObligationFulfilled(own.id),) if own.state.answerable else ()
    return (SupportRated(request.id, seat, command.helped, command.note, before), *fulfilled)


def closed(state: Support, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """Close the requests about which nobody can say anything more; whoever never answered is asked no longer."""
    over = (request for request in state.requests.values() if _is_over(initiative, request, now))
    return tuple(
        event for request in over for event in (RequestClosed(request.id), *spared(initiative, RATE, request.id))
    )


def closes_at(state: Support, initiative: Initiative) -> datetime | None:
    """When the next request closes of which all answers are in; the others close by their ladders."""
    moments = []
    for request in state.requests.values():
        ratings = duties(initiative, RATE, request.id)
        if request.state is RequestState.GIVEN and ratings and not any(_is_open(o.state) for o in ratings):
            moments.append(max(o.due for o in ratings))
    return min(moments, default=None)


def _is_over(initiative: Initiative, request: SupportRequest, now: datetime) -> bool:
    ratings = duties(initiative, RATE, request.id)
    return request.state is RequestState.GIVEN and not any(_is_open(o.state) or o.due > now for o in ratings)


def _is_open(state: ObligationState) -> bool:
    return state is ObligationState.OPEN
