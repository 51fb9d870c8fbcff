"""Calling meetings: fixed, moved, cancelled. Each is a new fact, about which everyone is asked or told anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from domain.asking import asked, fulfils, told_at, withdrawn
from domain.commands import Said
from domain.entitlement import require_seat
from domain.events import Event, ObligationFulfilled, ObligationOpened, ObligationWithdrawn
from domain.initiative import Initiative
from domain.matters.meetings.commands import (
    AttendMeeting,
    CancelMeeting,
    Coming,
    FixMeeting,
    MoveMeeting,
    WriteAgenda,
)
from domain.matters.meetings.events import (
    AgendaWritten,
    AttendanceSaid,
    MeetingCancelled,
    MeetingFixed,
    MeetingMoved,
)
from domain.matters.meetings.meeting import (
    ATTEND,
    FIX,
    POLL,
    Meeting,
    MeetingState,
    duties,
    known,
    partners,
    require_caller,
    spared,
)
from domain.matters.meetings.polling import require_room
from domain.obligations import ObligationState
from domain.refusals import AlreadyAnswered, Malformed, NotAsked

if TYPE_CHECKING:
    from domain.matters.meetings.state import Meetings

_AHEAD = (MeetingState.POLLED, MeetingState.FIXED)
_OVER = "this meeting has been held"


def fix(state: Meetings, initiative: Initiative, said: Said, command: FixMeeting, now: datetime) -> tuple[Event, ...]:
    """Call a meeting. Raises NotEntitled, NotAsked, Malformed for a moment that is too near or was not proposed."""
    require_caller(initiative, said)
    if command.meeting is None:
        require_room(state)
        name = f"m{state.called + 1}"
    else:
        polled = known(state.meetings, command.meeting, MeetingState.POLLED, else_say="the date has been fixed")
        name = polled.id
        if command.at not in polled.proposals:
            raise Malformed(
                "nobody has been asked about this moment", path="at", remedy="choose one of the poll's, or poll anew"
            )
    _require_notice(initiative, command.at, now)
    return (
        MeetingFixed(name, 1, command.at, command.agenda),
        *fulfils(initiative, FIX, subject=name),
        *spared(initiative, POLL, name),
        *_invited(initiative, name, 1, command.at, now),
    )


def move(state: Meetings, initiative: Initiative, said: Said, command: MoveMeeting, now: datetime) -> tuple[Event, ...]:
    """Call it for another moment. Raises NotEntitled, NotAsked, Malformed, AlreadyAnswered for the same moment."""
    require_caller(initiative, said)
    meeting = known(state.meetings, command.meeting, MeetingState.FIXED, else_say="this meeting cannot be moved")
    if command.at == meeting.at:
        raise AlreadyAnswered("the meeting is at this moment", path="at")
    _require_notice(initiative, command.at, now)
    version = meeting.version + 1
    return (
        MeetingMoved(meeting.id, version, command.at, command.reason),
        *spared(initiative, ATTEND, meeting.id),
        *_told(initiative, meeting, now, _invited(initiative, meeting.id, version, command.at, now)),
    )


def cancel(
    state: Meetings, initiative: Initiative, said: Said, command: CancelMeeting, now: datetime
) -> tuple[Event, ...]:
    """Tell everyone who was asked to the present version. Raises NotEntitled, NotAsked."""
    require_caller(initiative, said)
    meeting = known(state.meetings, command.meeting, *_AHEAD, else_say=_OVER)
    told = (
        withdrawn(initiative, owed, now)
        for owed in duties(initiative, ATTEND, meeting.id)
        if owed.state is not ObligationState.RELEASED and meeting.coming.get(owed.seat or "") is not Coming.NO
    )
    unasked = (*fulfils(initiative, FIX, subject=meeting.id), *spared(initiative, POLL, meeting.id))
    return (MeetingCancelled(meeting.id, command.reason), *unasked, *_told(initiative, meeting, now, told))


def agenda(state: Meetings, initiative: Initiative, said: Said, command: WriteAgenda) -> tuple[Event, ...]:
    """Take the agenda. Raises NotEntitled, NotAsked."""
    require_caller(initiative, said)
    meeting = known(state.meetings, command.meeting, *_AHEAD, else_say=_OVER)
    return (AgendaWritten(meeting.id, command.text),)


def attend(state: Meetings, initiative: Initiative, said: Said, command: AttendMeeting) -> tuple[Event, ...]:
    """Take in who comes for a seat; it can be changed until the meeting. Raises NotAsked, AlreadyAnswered."""
    seat = require_seat(initiative, said)
    meeting = known(state.meetings, command.meeting, MeetingState.FIXED, else_say="nobody is asked to this meeting now")
    own = [o for o in duties(initiative, ATTEND, meeting.id) if o.seat == seat.id]
    if not own:
        raise NotAsked("this seat is not asked to the meeting", path="meeting", remedy="tell the coordinator")
    if command.coming is Coming.DEPUTY and seat.deputy is None:
        raise NotAsked("this seat has no deputy", path="coming", remedy="answer yes or no")
    before = meeting.coming.get(seat.id)
    if before is command.coming:
        raise AlreadyAnswered("this seat has said so already", path="coming")
    fulfilled = (ObligationFulfilled(own[-1].id),) if own[-1].state.answerable else ()
    return (AttendanceSaid(meeting.id, meeting.version, seat.id, command.coming, before), *fulfilled)


def _require_notice(initiative: Initiative, at: datetime, now: datetime) -> None:
    """Whoever is asked must have the time that the model gives for answering."""
    try:
        _, rule = initiative.asks_for(ATTEND)
    except KeyError:
        earliest = now
    else:
        earliest = initiative.calendar.due(now, rule.due)
    if at < earliest:
        day = initiative.calendar.local(earliest).date()
        raise Malformed("the meeting is called too late for this moment", path="at", remedy=f"meet on {day} or later")


def _told(initiative: Initiative, meeting: Meeting, now: datetime, news: Iterable[Event]) -> Iterator[Event]:
    """That a meeting is not at its moment: told inside the sending window, but at once where that would be on its very
    day, on which somebody may set out before they read it. No letter leaves at night in any case.
    """
    waits = told_at(initiative, now)
    is_late = meeting.at is not None and now < meeting.at and waits >= initiative.calendar.day_start(meeting.at, 0)
    for event in news:
        if is_late and isinstance(event, ObligationOpened | ObligationWithdrawn):
            yield replace(event, tell_at=now)
        else:
            yield event


def _invited(initiative: Initiative, meeting: str, version: int, at: datetime, now: datetime) -> Iterator[Event]:
    """Everyone who takes part is asked to come, until the meeting itself."""
    subject = meeting if version == 1 else f"{meeting}.{version}"
    for seat in partners(initiative):
        for event in asked(initiative, ATTEND, now, seat=seat, subject=subject):
            yield replace(event, due=at) if isinstance(event, ObligationOpened) else event
