"""When the things of a pilot fall due: at beats counted from its opening, none so late that it could not be answered.

Beats count from the opening, not from the one before, so that rolling to a working day never drifts.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.asking import ask
from domain.events import ObligationOpened
from domain.initiative import Initiative
from domain.operating_model import StepAction
from domain.spans import Span, Unit

_SAME_DAY = Span(0, Unit.WORKING_DAYS)


def beat(initiative: Initiative, every: Span, number: int) -> datetime:
    """The instant of the `number`-th beat after the opening: at the sending slot of a working day."""
    calendar = initiative.calendar
    day_over = calendar.due(initiative.at.opened_at, Span(every.amount * number, every.unit))
    return calendar.slot(day_over, _SAME_DAY)


def newest(initiative: Initiative, every: Span, known: int, until: datetime) -> int:
    """The number of the last beat that has come by `until`; `known` if none has come since that one.

    Of several beats (after a halt, or rolled to one day by a quiet season) only the last counts: nobody gets two
    letters for the same thing. `every` is positive.
    """
    number = known
    while beat(initiative, every, number + 1) <= until:
        number += 1
    return number


def halfway(initiative: Initiative) -> datetime:
    """The sending slot of the working day halfway between the opening and the planned end."""
    opened = initiative.at.opened_at
    return initiative.calendar.next_slot(opened + (initiative.at.due - opened) / 2)


def last_call(initiative: Initiative, duty: str) -> datetime:
    """The latest instant to ask for this, so that its whole ladder runs before the window of the phase ends.

    The opening itself, where the window is shorter than that.
    """
    rule, calendar = initiative.duty(duty), initiative.calendar
    steps = initiative.charter.model.ladders[rule.ladder]
    lapse = next(step.offset for step in steps if step.action is StepAction.LAPSE)
    due = calendar.slot(initiative.at.due, _back(lapse))
    return max(initiative.at.opened_at, calendar.slot(due, _back(rule.due)))


def ask_in_window(initiative: Initiative, duty: str, now: datetime, seat: str, subject: str) -> ObligationOpened:
    """Ask a seat, by the end of the window at the latest: what comes after it would not count."""
    asked = ask(initiative, duty, now, seat=seat, subject=subject)
    return replace(asked, due=min(asked.due, initiative.at.due))


def _back(span: Span) -> Span:
    return Span(-span.amount, span.unit)
