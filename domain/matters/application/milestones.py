"""The way to the deadline: which milestones have been reached, and by when each thing is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from domain.asking import asked
from domain.backplan import Backplan, backplan
from domain.events import Event, ObligationFulfilled, ObligationOpened, ObligationReleased
from domain.initiative import Initiative
from domain.obligations import Obligation
from domain.planning import Milestone
from domain.refusals import TooEarly
from domain.spans import Span, Unit

if TYPE_CHECKING:
    from domain.matters.application.state import Application

NAME: Final = "name_call"
REACH: Final = "reach_milestone"
WRITE: Final = "write_section"
COMMENT: Final = "comment_draft"
ANSWER: Final = "answer_comment"
ENDORSE: Final = "endorse_application"
DECISION: Final = "record_decision"
CYCLE: Final = "start_cycle"
TO_THE_DEADLINE: Final = (REACH, WRITE, COMMENT, ANSWER, ENDORSE)
"""Duties on the outside clock of the call: no pause moves them."""

DRAFT: Final = "full_draft"
COMMENTS: Final = "comments"
ENDORSEMENTS: Final = "endorsements"
FREEZE: Final = "freeze"
SUBMIT: Final = "submit"

_BY: Final = {WRITE: DRAFT, COMMENT: COMMENTS, ANSWER: COMMENTS, ENDORSE: ENDORSEMENTS}
_NEXT_DAY: Final = Span(1, Unit.WORKING_DAYS)


def reached(state: Application) -> tuple[str, ...]:
    """The milestones that lie behind."""
    if state.receipt is not None:
        return (DRAFT, COMMENTS, ENDORSEMENTS, FREEZE, SUBMIT)
    if state.frozen_at is not None:
        return (DRAFT, COMMENTS, ENDORSEMENTS, FREEZE)
    if state.text_sha256 is not None:
        return (DRAFT, COMMENTS)
    return (DRAFT,) if state.round else ()


def plan_of(state: Application, initiative: Initiative, now: datetime) -> Backplan | None:
    """The back-plan as it stands at `now`; None before a call is named."""
    if state.call is None:
        return None
    rule = (initiative.charter.model.matters or {})[state.KIND]
    milestones: tuple[Milestone, ...] = rule.milestones or ()
    margin = rule.numbers["margin_days"]
    return backplan(milestones, margin, reached(state), initiative.calendar, state.call.deadline, now)


def due(state: Application, initiative: Initiative, milestone: str, by_rule: datetime, now: datetime) -> datetime:
    """By when something is asked for: by the model's rule, or by its milestone where that comes first.

    Where even that has passed, a working day is given, though none beyond the deadline while it is ahead.
    """
    plan = plan_of(state, initiative, now)
    if plan is None:
        return by_rule
    wanted = min(by_rule, plan.of(milestone).asked_by)
    soonest = initiative.calendar.due(now, _NEXT_DAY)
    return max(wanted, min(soonest, plan.deadline) if plan.deadline > now else soonest)


def due_anew(
    state: Application, initiative: Initiative, owed: Obligation, by_rule: datetime, now: datetime
) -> datetime:
    """By when what was asked before is to be asked anew: by the plan, too, if it leads to the deadline."""
    if owed.duty not in TO_THE_DEADLINE:
        return by_rule
    return due(state, initiative, _BY.get(owed.duty, about(owed)), by_rule, now)


def dated(
    state: Application, initiative: Initiative, duty: str, now: datetime, *, seat: str | None = None, subject: str
) -> tuple[Event, ...]:
    """Ask for something on the way to the deadline; what is asked anew has the number of its turn behind it."""
    named = f"{subject}.{state.turn}" if state.turn else subject
    milestone = _BY.get(duty, subject)
    return tuple(
        replace(event, due=due(state, initiative, milestone, event.due, now))
        for event in asked(initiative, duty, now, seat=seat, subject=named)
        if isinstance(event, ObligationOpened)
    )


def about(owed: Obligation) -> str:
    """What a duty is about, without the number of its turn."""
    return (owed.subject or "").partition(".")[0]


def open_of(initiative: Initiative, duty: str, subject: str | None = None) -> tuple[Obligation, ...]:
    """What is still owed of a kind, about this subject where one is named."""
    return tuple(o for o in initiative.of_duty(duty) if o.state.answerable and (subject is None or about(o) == subject))


def given(initiative: Initiative, duty: str, subject: str | None = None) -> tuple[Event, ...]:
    """That all of it has been given."""
    return tuple(ObligationFulfilled(owed.id) for owed in open_of(initiative, duty, subject))


def spared(initiative: Initiative, *duties: str, subject: str | None = None) -> tuple[Event, ...]:
    """That nobody owes it any more."""
    return tuple(ObligationReleased(owed.id) for duty in duties for owed in open_of(initiative, duty, subject))


def asked_anew(state: Application, initiative: Initiative, now: datetime, duties: Iterable[str]) -> tuple[Event, ...]:
    """What is owed of these kinds is owed by the days of the plan as it is now."""
    owed = [one for duty in duties for one in open_of(initiative, duty)]
    released = tuple(ObligationReleased(one.id) for one in owed)
    again = (dated(state, initiative, o.duty, now, seat=o.seat, subject=about(o)) for o in owed)
    return (*released, *(event for events in again for event in events))


def require_chance(initiative: Initiative, duty: str, now: datetime) -> None:
    """Raise TooEarly while some who were asked have not answered, and still may in time."""
    waiting = [owed.seat or "" for owed in open_of(initiative, duty) if owed.due > now]
    if waiting:
        raise TooEarly(
            f"{', '.join(waiting[:5])} can still answer in time",
            remedy="wait for their answers, or until their day has passed",
        )
