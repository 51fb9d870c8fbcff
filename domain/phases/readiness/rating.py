"""The readiness form: one answer a seat and asking of it."""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Final

from domain.asking import asked, fulfils
from domain.commands import Said
from domain.entitlement import require_seat
from domain.events import Event
from domain.initiative import Initiative
from domain.obligations import Obligation
from domain.phases.readiness.commands import AnswerReadiness
from domain.phases.readiness.duties import FORM
from domain.phases.readiness.events import Preconditions, ReadinessAnswered
from domain.refusals import AlreadyAnswered, Malformed, NotAsked

if TYPE_CHECKING:
    from domain.phases.readiness.state import Readiness

PRECONDITIONS: Final = ("champions", "resources", "urgency")
LEAST, MOST = 1, 4


def asked_of_all(initiative: Initiative, now: datetime, check: int) -> tuple[Event, ...]:
    """Ask the form of every seat for the `check`-th time."""
    seats = (asked(initiative, FORM, now, seat=seat.id, subject=str(check)) for seat in initiative.roster)
    return tuple(chain.from_iterable(seats))


def answer(state: Readiness, initiative: Initiative, said: Said, command: AnswerReadiness) -> tuple[Event, ...]:
    """Take a seat's answer; a change counts until the due day. Raises NotEntitled, UnknownSeat, Malformed, NotAsked
    while the initiative is held, AlreadyAnswered.
    """
    seat = require_seat(initiative, said).id
    rated = Preconditions(command.approach, *(_rating(command, name) for name in PRECONDITIONS))
    if state.is_held(initiative):
        raise NotAsked("the form is asked again once the named actions are carried out", remedy="wait for the letter")
    before = state.ratings.get(seat)
    if before is not None:
        _require_change(state, initiative, said, command, rated)
    answered = ReadinessAnswered(seat, state.check, rated, command.nuts_and_bolts, before)
    return (answered, *fulfils(initiative, FORM, seat=seat, subject=str(state.check)))


def ratings(state: Readiness, initiative: Initiative) -> dict[str, tuple[int, ...]]:
    """What the seats that count rated each pre-condition, for the gate to look at."""
    given = [state.ratings[seat] for seat in initiative.standing.present]
    return {name: tuple(getattr(rated, name) for rated in given) for name in PRECONDITIONS}


def _rating(command: AnswerReadiness, name: str) -> int:
    rating: int = getattr(command, name)
    if not LEAST <= rating <= MOST:
        raise Malformed(f"{rating} is not on the scale", path=name, remedy=f"rate from {LEAST} to {MOST}")
    return rating


def _require_change(
    state: Readiness, initiative: Initiative, said: Said, command: AnswerReadiness, rated: Preconditions
) -> None:
    if rated == state.ratings[said.by.seat or ""] and command.nuts_and_bolts is None:
        raise AlreadyAnswered("this seat has answered the same already")
    form = _form(initiative, said.by.seat, state.check)
    if form is not None and said.received_at >= form.due:
        raise AlreadyAnswered("the answer could be changed until its due day", remedy="tell the coordinator")


def _form(initiative: Initiative, seat: str | None, check: int) -> Obligation | None:
    return next((o for o in initiative.of_duty(FORM) if (o.seat, o.subject) == (seat, str(check))), None)
