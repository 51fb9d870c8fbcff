"""The date poll: which moments suit whom."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from domain.asking import asked
from domain.commands import Said
from domain.entitlement import require_seat
from domain.events import Event, ObligationFulfilled
from domain.initiative import Initiative
from domain.matters.meetings.commands import AnswerPoll, PollDates
from domain.matters.meetings.events import DatesPolled, PollAnswered
from domain.matters.meetings.meeting import FIX, MOST, POLL, MeetingState, duties, known, partners, require_caller
from domain.obligations import ObligationState
from domain.refusals import Malformed, NotAsked, NotEntitled

if TYPE_CHECKING:
    from domain.matters.meetings.state import Meetings

MOST_PROPOSALS = 6
"""As many as fit on a phone, and on one page of paper."""


def poll(state: Meetings, initiative: Initiative, said: Said, command: PollDates, now: datetime) -> tuple[Event, ...]:
    """Ask for a date; the coordinator owes to fix it. Raises NotEntitled, Malformed, NotAsked while many are open."""
    require_caller(initiative, said)
    require_room(state)
    if not 1 <= len(command.proposals) <= MOST_PROPOSALS or len(set(command.proposals)) < len(command.proposals):
        raise Malformed(
            f"a poll has one to {MOST_PROPOSALS} different moments", path="proposals", remedy="choose the likeliest"
        )
    if min(command.proposals) <= now:
        raise Malformed("one of the moments is not in the future", path="proposals", remedy="leave it out")
    meeting = f"m{state.called + 1}"
    questions = (
        event for seat in partners(initiative) for event in asked(initiative, POLL, now, seat=seat, subject=meeting)
    )
    polled = DatesPolled(meeting, tuple(sorted(command.proposals)))
    return (polled, *questions, *asked(initiative, FIX, now, subject=meeting))


def answer(state: Meetings, initiative: Initiative, said: Said, command: AnswerPoll) -> tuple[Event, ...]:
    """Take in what suits a seat; the last answer counts until the date is fixed. Raises NotAsked, NotEntitled,
    Malformed.
    """
    seat = require_seat(initiative, said).id
    meeting = known(state.meetings, command.meeting, MeetingState.POLLED, else_say="the date has been fixed")
    if seat not in partners(initiative):
        raise NotEntitled("this seat does not take part", remedy="ask the coordinator to invite it again")
    for path, numbers in (("suits", command.suits), ("if_need_be", command.if_need_be)):
        if any(not 1 <= number <= len(meeting.proposals) for number in numbers):
            raise Malformed(
                f"the proposals are numbered from 1 to {len(meeting.proposals)}", path=path, remedy="name these only"
            )
    suits = tuple(sorted(set(command.suits)))
    if_need_be = tuple(sorted(set(command.if_need_be) - set(suits)))
    asked = (o for o in duties(initiative, POLL, meeting.id) if o.seat == seat)
    owed = (ObligationFulfilled(o.id) for o in asked if o.state is not ObligationState.RELEASED)
    fulfilled = owed if seat not in meeting.polled else ()
    return (PollAnswered(meeting.id, seat, suits, if_need_be, seat in meeting.polled), *fulfilled)


def require_room(state: Meetings) -> None:
    """Raise NotAsked while as many meetings are open as may be."""
    if len(state.meetings) >= MOST:
        raise NotAsked(f"{MOST} meetings are open already", remedy="bring one to its end, or cancel it, first")
