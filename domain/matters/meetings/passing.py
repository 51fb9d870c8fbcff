"""What time brings to meetings: they are held, their minutes are asked for, and at last they close."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from domain.asking import asked
from domain.events import Event
from domain.initiative import Initiative
from domain.matters.meetings.events import MeetingClosed, MeetingHeld
from domain.matters.meetings.meeting import ATTEND, MINUTE, REVIEW, Meeting, MeetingState, chair, duties, spared
from domain.matters.meetings.minuting import OF_CONVENING
from domain.obligations import Obligation, ObligationState

if TYPE_CHECKING:
    from domain.matters.meetings.state import Meetings


def passed(state: Meetings, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """What has followed by now; of one meeting after the other."""
    for meeting in state.meetings.values():
        if meeting.at is not None and meeting.state is MeetingState.FIXED and meeting.at <= now:
            return _held(initiative, meeting, now)
        if _is_over(initiative, meeting, now):
            return (MeetingClosed(meeting.id), *spared(initiative, REVIEW, meeting.id))
    return ()


def next_wake(state: Meetings, initiative: Initiative) -> datetime | None:
    """When the next meeting is held, or closes because its last objection could have come."""
    moments = [m.at for m in state.meetings.values() if m.at is not None and m.state is MeetingState.FIXED]
    for meeting in state.meetings.values():
        if meeting.state is MeetingState.MINUTED and all(meeting.objections.values()):
            moments += _dues(duties(initiative, REVIEW, meeting.id))
    return min(moments, default=None)


def _held(initiative: Initiative, meeting: Meeting, now: datetime) -> tuple[Event, ...]:
    """Minutes are asked for: by the phase where it does so itself, unless it has already; else by this matter."""
    minutes: tuple[Event, ...] = ()
    if initiative.owed(OF_CONVENING) is None:
        minutes = initiative.now_in.minutes_asked(initiative, now)
        minutes = minutes or asked(initiative, MINUTE, now, seat=chair(initiative), subject=meeting.id)
    return (MeetingHeld(meeting.id), *spared(initiative, ATTEND, meeting.id), *minutes)


def _is_over(initiative: Initiative, meeting: Meeting, now: datetime) -> bool:
    if meeting.state is not MeetingState.MINUTED or not all(meeting.objections.values()):
        return False
    reviews = duties(initiative, REVIEW, meeting.id)
    return not any(owed.due > now and owed.state is not ObligationState.RELEASED for owed in reviews)


def _dues(reviews: tuple[Obligation, ...]) -> list[datetime]:
    return [max(owed.due for owed in reviews)] if reviews else []
