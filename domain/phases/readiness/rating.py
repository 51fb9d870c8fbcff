"""The readiness form: one answer a seat and asking, and what the answers say of each pre-condition."""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from statistics import median_low
from typing import TYPE_CHECKING, Final

from domain.asking import asked, fulfils
from domain.commands import Said
from domain.entitlement import require_seat
from domain.events import Event
from domain.gates import Clause
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
NEEDED: Final = 2
"""The least median of each pre-condition with which an initiative goes on."""


def asked_of_all(initiative: Initiative, now: datetime, check: int) -> tuple[Event, ...]:
    """Ask the form of every seat for the `check`-th time."""
    seats = (asked(initiative, FORM, now, seat=seat.id, subject=str(check)) for seat in initiative.charter.seats)
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


def preconditions(state: Readiness, initiative: Initiative) -> tuple[Clause, ...]:
    """The median of each pre-condition, of an even number the lower middle, must be high enough."""
    silent = state.standing(initiative).silent
    return tuple(_median(name, state, tuple(sorted(silent))) for name in PRECONDITIONS)


def _median(name: str, state: Readiness, silent: tuple[str, ...]) -> Clause:
    given: list[int] = [getattr(rated, name) for rated in state.ratings.values()]
    have = median_low(given) if given else 0
    if have >= NEEDED:
        return Clause(f"median.{name}", have, NEEDED, True)
    low = sum(rating < NEEDED for rating in given)
    lacking = 2 * low + 1 - len(given)  # so many more good ratings, and the middle one is good too
    waits_for = silent[:lacking] if lacking <= len(silent) else ()
    remedy = (
        f"the middle rating of {name} is {have} and must be {NEEDED}: name actions and cultivate, or stop well"
        if given
        else f"nobody has rated {name} yet: seats must answer the readiness form"
    )
    return Clause(f"median.{name}", have, NEEDED, False, waits_for, remedy)


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
