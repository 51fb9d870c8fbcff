"""Ladders: when the reminders of an obligation are due, and that each ends in a lapse, so nothing waits for ever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from domain.calendar import Calendar
from domain.obligations import Obligation, ObligationState
from domain.operating_model import LadderStep, StepAction
from domain.spans import Span, Unit

Moments = tuple[tuple[int, datetime], ...]

_TOO_SOON = Span(2, Unit.WORKING_DAYS)


class Ladders:
    """The ladders of a model on a calendar, by name. The duties that open together are due together: the moments of
    all of them are computed once.
    """

    def __init__(self, steps: Mapping[str, tuple[LadderStep, ...]], calendar: Calendar) -> None:
        self._steps, self._calendar = steps, calendar
        self._moments: dict[tuple[str, datetime, datetime], Moments] = {}

    def moments(self, ladder: str, opened: datetime, due: datetime) -> Moments:
        """See `moments`."""
        asked = (ladder, opened, due)
        if asked not in self._moments:
            self._moments[asked] = moments(self._steps[ladder], self._calendar, opened, due)
        return self._moments[asked]

    def armed(self, obligation: Obligation, next_step: int) -> Obligation:
        """The obligation with its ladder set to the first applicable step from `next_step` on."""
        number, moment = self._set(obligation, next_step)
        return replace(obligation, next_step=number, next_at=moment)

    def reminded(self, obligation: Obligation, step: int, to: str, at: datetime) -> Obligation:
        """The obligation once a step of it has written to an actor: armed from the next step on, and the letter counted
        if it lies with that one. Copied once, as hundreds fall due together.
        """
        number, moment = self._set(obligation, step + 1)
        if to != obligation.owed_by:
            return replace(obligation, next_step=number, next_at=moment)
        return replace(obligation, next_step=number, next_at=moment, letters=obligation.letters_and_one, asked_at=at)

    def _set(self, obligation: Obligation, next_step: int) -> tuple[int, datetime | None]:
        if obligation.state is not ObligationState.OPEN:
            return next_step, None
        known = self.moments(obligation.ladder, obligation.opened_at, obligation.due)
        return _first(known, next_step) or (next_step, None)


def moments(steps: tuple[LadderStep, ...], calendar: Calendar, opened: datetime, due: datetime) -> Moments:
    """The steps that will be taken, each as its index in `steps` and its UTC instant.

    Both ascend: a step never goes before one written above it, but waits for the same slot; steps of one slot are taken
    in the order written. Steps whose slot lies before the third working day after the opening (with pace: at or before
    the opening) are left out, as the invitation has just gone. The lapse is never left out, never before `due`, and
    always the last: whatever is written below it is not reached.
    """
    taken: list[tuple[int, datetime]] = []
    latest = opened
    for index, step in enumerate(steps):
        instant = max(latest, calendar.slot(due, step.offset))
        if step.action is StepAction.LAPSE:
            return (*taken, (index, max(instant, due)))
        if not _too_soon(calendar, opened, instant):
            taken.append((index, instant))
            latest = instant
    return tuple(taken)


def next_step(
    steps: tuple[LadderStep, ...], calendar: Calendar, opened: datetime, due: datetime, taken: int
) -> tuple[int, datetime] | None:
    """The first of the `moments` whose index is `taken` or more; None once the lapse has been taken.

    `taken` is the index of the next step to consider: 0 at the opening, then one more than the last step taken.
    """
    return _first(moments(steps, calendar, opened, due), taken)


def _first(known: Moments, taken: int) -> tuple[int, datetime] | None:
    return next((moment for moment in known if moment[0] >= taken), None)


def _too_soon(calendar: Calendar, opened: datetime, instant: datetime) -> bool:
    if calendar.day_milliseconds is not None:
        return instant <= opened
    return calendar.local(instant).date() <= calendar.add(calendar.local(opened).date(), _TOO_SOON)
