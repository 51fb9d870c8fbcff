"""Requests for support as the rules know them: who asks, who owes it, and what came of it; no word of what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.events import Event, ObligationReleased
from domain.initiative import Initiative
from domain.matters.support.commands import Helped, SupportLevel
from domain.obligations import Obligation
from domain.refusals import NotAsked

ANSWER: Final = "answer_support"
GIVE: Final = "give_support"
RATE: Final = "rate_support"

MOST: Final = 50
"""As many requests as may be open at once in one initiative: more than one coordinator can see to."""


class RequestState(StrEnum):
    """Where an open request stands; one that was declined or closed is open no more."""

    ASKED = "asked"
    PROMISED = "promised"
    GIVEN = "given"


@dataclass(frozen=True)
class SupportRequest:
    """A request that is open. `seats` asked for it; none are named where the whole network did.

    `owner` gives it: a seat, or the backbone (None); `promises` counts how often it was promised. `ratings` say by seat
    whether it helped.
    """

    id: str
    level: SupportLevel
    asked_at: datetime
    seats: tuple[str, ...] = ()
    state: RequestState = RequestState.ASKED
    owner: str | None = None
    promises: int = 0
    ratings: dict[str, Helped] = field(default_factory=dict)

    def askers(self, initiative: Initiative) -> tuple[str, ...]:
        """The seats that ask and take part now, whoever gives it aside."""
        asking = self.seats or initiative.active
        return tuple(seat for seat in initiative.active if seat in asking and seat != self.owner)


def known(requests: Mapping[str, SupportRequest], request: str) -> SupportRequest:
    """The open request of this id. Raises NotAsked."""
    if request not in requests:
        raise NotAsked(
            f"no request for support '{request}' is open", path="request", remedy="name one of the open requests"
        )
    return requests[request]


def duties(initiative: Initiative, duty: str, request: str) -> tuple[Obligation, ...]:
    """What is or was owed about a request. What is asked again has a number behind it: `r1.2`."""
    return tuple(owed for owed in initiative.of_duty(duty) if (owed.subject or "").partition(".")[0] == request)


def spared(initiative: Initiative, duty: str, request: str) -> tuple[Event, ...]:
    """Nobody owes this about the request any more."""
    return tuple(ObligationReleased(owed.id) for owed in duties(initiative, duty, request) if owed.state.answerable)
