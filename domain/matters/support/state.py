"""The rules of support."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from statistics import median_low
from typing import Any, Self

from domain.commands import Said
from domain.events import Event
from domain.favouring import Act
from domain.initiative import Initiative
from domain.matter import Matter
from domain.matters.support import answering, commands, events, favouring, giving, requesting
from domain.matters.support.commands import Helped
from domain.matters.support.requests import RequestState, SupportRequest
from domain.refusals import OutOfTurn


@dataclass(frozen=True)
class Support(Matter, kind="support"):
    """The open requests by id, and what counts for the facts of the five conditions: how many were `asked` in all,
    `given` and `declined`, how many working days each had `waited` for its first answer (in ascending order), and how
    those who asked rated what they got (of closed requests).
    """

    requests: dict[str, SupportRequest] = field(default_factory=dict)
    asked: int = 0
    given: int = 0
    declined: int = 0
    waited: tuple[int, ...] = ()
    ratings: dict[Helped, int] = field(default_factory=dict)

    @property
    def response_days(self) -> int | None:
        """The median of working days that requests waited for their first answer, of an even number the lower one."""
        return median_low(self.waited) if self.waited else None

    @property
    def helped(self) -> dict[Helped, int]:
        """How many seats say what of the support they got, also of what is still open."""
        said = [rating for request in self.requests.values() for rating in request.ratings.values()]
        return {helped: self.ratings.get(helped, 0) + said.count(helped) for helped in Helped}

    def decide(self, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
        """See `Matter.decide`."""
        match said.command:
            case commands.RequestSupport() as command:
                return requesting.request(self, initiative, said, command, now)
            case commands.JoinRequest() as command:
                return requesting.join(self, initiative, said, command)
            case commands.PromiseSupport() as command:
                return answering.promise(self, initiative, said, command, now)
            case commands.DeclineRequest() as command:
                return answering.decline(self, initiative, said, command, now)
            case commands.GiveSupport() as command:
                return giving.give(self, initiative, said, command, now)
            case commands.RateSupport() as command:
                return giving.rate(self, initiative, said, command)
            case _:
                raise OutOfTurn(f"'{said.command.KIND}' is not asked for here")

    def after(self, event: Event, at: datetime) -> Self:
        """See `Matter.after`."""
        match event:
            case events.SupportRequested(request, level, _, seats):
                made = SupportRequest(request, level, at, seats)
                return replace(self, asked=self.asked + 1, requests=self.requests | {request: made})
            case events.RequestJoined(request, seat):
                return self._changed(request, seats=(*self.requests[request].seats, seat))
            case events.SupportPromised(request, owner, _, waited):
                promises = self.requests[request].promises + 1
                promised = self._changed(request, state=RequestState.PROMISED, owner=owner, promises=promises)
                return promised._first_answer(waited)
            case events.RequestDeclined(request, _, waited):
                return replace(self._without(request)._first_answer(waited), declined=self.declined + 1)
            case events.SupportGiven(request):
                return replace(self._changed(request, state=RequestState.GIVEN, seats=()), given=self.given + 1)
            case events.SupportRated(request, seat, helped):
                return self._changed(request, ratings=self.requests[request].ratings | {seat: helped})
            case events.RequestClosed(request):
                said = list(self.requests[request].ratings.values())
                ratings = {helped: self.ratings.get(helped, 0) + said.count(helped) for helped in Helped}
                return replace(self._without(request), ratings=ratings)
            case _:
                return self

    def consequences(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """See `Matter.consequences`."""
        return giving.closed(self, initiative, now)

    def next_wake(self, initiative: Initiative) -> datetime | None:
        """See `Matter.next_wake`."""
        return giving.closes_at(self, initiative)

    def favourable(self, initiative: Initiative) -> Iterator[Act]:
        """See `Matter.favourable`."""
        return favouring.favourable(initiative)

    def _changed(self, request: str, **fields: Any) -> Self:
        return replace(self, requests=self.requests | {request: replace(self.requests[request], **fields)})

    def _without(self, request: str) -> Self:
        return replace(self, requests={name: kept for name, kept in self.requests.items() if name != request})

    def _first_answer(self, waited: int | None) -> Self:
        if waited is None:
            return self
        days = list(self.waited)
        insort(days, waited)
        return replace(self, waited=tuple(days))
