"""Minutes: asked of the chair once the meeting has been held, shown to everyone who was asked to it, and objected to
with reasons, each of which is answered: by corrected minutes, or by the dissent noted in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from domain.asking import asked, fulfils
from domain.commands import Said
from domain.entitlement import named_seat, require_seat
from domain.events import Event, ObligationFulfilled
from domain.initiative import Initiative
from domain.matters.meetings.commands import (
    AnswerObjection,
    MinuteMeeting,
    ObjectionAnswer,
    RecordAttendance,
    ReviewMinutes,
)
from domain.matters.meetings.events import (
    AttendanceRecorded,
    MeetingMinuted,
    MinutesAccepted,
    MinutesObjected,
    ObjectionAnswered,
)
from domain.matters.meetings.meeting import (
    MINUTE,
    OBJECTION,
    REVIEW,
    MeetingState,
    chair,
    duties,
    known,
    partners,
    require_caller,
    require_chair,
)
from domain.refusals import AlreadyAnswered, Malformed, NotAsked

if TYPE_CHECKING:
    from domain.matters.meetings.state import Meetings

OF_CONVENING = "write_minutes"
"""The minutes that convening itself asks of its chair: those of a meeting held in it are the same."""

_NOT_HELD = "the meeting has not been held, or its minutes are written"


def attended(state: Meetings, initiative: Initiative, said: Said, command: RecordAttendance) -> tuple[Event, ...]:
    """Take in who was present. Raises NotEntitled, NotAsked, UnknownSeat."""
    require_caller(initiative, said)
    held = (MeetingState.HELD, MeetingState.MINUTED)
    meeting = known(state.meetings, command.meeting, *held, else_say="the meeting has not been held yet")
    return (AttendanceRecorded(meeting.id, _seats(initiative, command.present)),)


def minute(
    state: Meetings, initiative: Initiative, said: Said, command: MinuteMeeting, now: datetime
) -> tuple[Event, ...]:
    """Take the minutes and show them to those who take part. Raises NotEntitled, NotAsked, UnknownSeat."""
    require_chair(initiative, said)
    meeting = known(state.meetings, command.meeting, MeetingState.HELD, else_say=_NOT_HELD)
    present = () if command.present is None else (_seats(initiative, command.present),)
    questions = (
        event
        for seat in partners(initiative)
        if seat != said.by.seat
        for event in asked(initiative, REVIEW, now, seat=seat, subject=meeting.id)
    )
    return (
        MeetingMinuted(meeting.id, 1, command.text),
        *(AttendanceRecorded(meeting.id, seats) for seats in present),
        *fulfils(initiative, MINUTE, subject=meeting.id),
        *fulfils(initiative, OF_CONVENING),
        *questions,
    )


def review(
    state: Meetings, initiative: Initiative, said: Said, command: ReviewMinutes, now: datetime
) -> tuple[Event, ...]:
    """Take in whether a seat finds the minutes right; an objection is owed an answer. Raises NotAsked, Malformed,
    AlreadyAnswered.
    """
    seat = require_seat(initiative, said).id
    meeting = known(state.meetings, command.meeting, MeetingState.MINUTED, else_say="there are no minutes to review")
    own = next((o for o in reversed(duties(initiative, REVIEW, meeting.id)) if o.seat == seat), None)
    if own is None or said.received_at >= own.due:
        raise NotAsked("the time for objections is over", path="meeting", remedy="raise it in the next meeting")
    if seat in meeting.objections or (command.agrees and seat in meeting.agreeing):
        raise AlreadyAnswered("this seat has said so already", remedy="tell the chair")
    fulfilled = (ObligationFulfilled(own.id),) if own.state.answerable else ()
    if command.agrees:
        return (MinutesAccepted(meeting.id, seat), *fulfilled)
    if command.reason is None:
        raise Malformed("an objection needs a reason", path="reason", remedy="say what is wrong in a sentence or two")
    objected = MinutesObjected(meeting.id, seat, command.reason, seat in meeting.agreeing)
    subject = f"{meeting.id}.{seat}"
    return (objected, *fulfilled, *asked(initiative, OBJECTION, now, seat=chair(initiative), subject=subject))


def answer(state: Meetings, initiative: Initiative, said: Said, command: AnswerObjection) -> tuple[Event, ...]:
    """Answer an objection. Raises NotEntitled, NotAsked, AlreadyAnswered."""
    require_chair(initiative, said)
    meeting = known(state.meetings, command.meeting, MeetingState.MINUTED, else_say="there are no minutes to correct")
    answered = meeting.objections.get(command.seat)
    if answered is None:
        raise NotAsked("this seat has not objected", path="seat", remedy="name a seat whose objection is open")
    if answered:
        raise AlreadyAnswered("this objection has been answered", path="seat")
    return (
        ObjectionAnswered(meeting.id, command.seat, command.answer, command.text),
        *_corrected(meeting.id, meeting.minutes, command),
        *fulfils(initiative, OBJECTION, subject=f"{meeting.id}.{command.seat}"),
    )


def _corrected(meeting: str, minutes: int, command: AnswerObjection) -> Iterator[Event]:
    if command.answer is ObjectionAnswer.CORRECTED:
        yield MeetingMinuted(meeting, minutes + 1, command.text)


def _seats(initiative: Initiative, present: tuple[str, ...]) -> tuple[str, ...]:
    for number, seat in enumerate(present):
        named_seat(initiative, seat, f"present[{number}]")
    return tuple(sorted(set(present)))
