"""The rules of meetings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from domain.commands import Said
from domain.events import Event
from domain.favouring import Act
from domain.initiative import Initiative
from domain.matter import Matter
from domain.matters.meetings import calling, commands, events, favouring, minuting, passing, polling
from domain.matters.meetings.meeting import ATTEND, Meeting, MeetingState, PollAnswer
from domain.refusals import OutOfTurn


@dataclass(frozen=True)
class Meetings(Matter, kind="meetings"):
    """The open meetings by id, how many were `called` in all, and the moments of those that were `held`, which show the
    rhythm in which people meet.
    """

    OUTSIDE = (ATTEND,)

    meetings: dict[str, Meeting] = field(default_factory=dict)
    called: int = 0
    held: tuple[datetime, ...] = ()

    def agreed(self, since: datetime) -> bool:
        """Whether a meeting is agreed on, or has been held since an instant: the opening of a phase."""
        ahead = any(meeting.state is MeetingState.FIXED for meeting in self.meetings.values())
        return ahead or any(at >= since for at in self.held)

    def decide(self, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
        """See `Matter.decide`."""
        match said.command:
            case commands.PollDates() as command:
                return polling.poll(self, initiative, said, command, now)
            case commands.AnswerPoll() as command:
                return polling.answer(self, initiative, said, command)
            case commands.FixMeeting() as command:
                return calling.fix(self, initiative, said, command, now)
            case commands.MoveMeeting() as command:
                return calling.move(self, initiative, said, command, now)
            case commands.CancelMeeting() as command:
                return calling.cancel(self, initiative, said, command, now)
            case commands.WriteAgenda() as command:
                return calling.agenda(self, initiative, said, command)
            case commands.AttendMeeting() as command:
                return calling.attend(self, initiative, said, command)
            case commands.RecordAttendance() as command:
                return minuting.attended(self, initiative, said, command)
            case commands.MinuteMeeting() as command:
                return minuting.minute(self, initiative, said, command, now)
            case commands.ReviewMinutes() as command:
                return minuting.review(self, initiative, said, command, now)
            case commands.AnswerObjection() as command:
                return minuting.answer(self, initiative, said, command)
            case _:
                raise OutOfTurn(f"'{said.command.KIND}' is not asked for here")

    def after(self, event: Event, at: datetime) -> Self:
        """See `Matter.after`."""
        match event:
            case events.DatesPolled(meeting, proposals):
                return self._made(Meeting(meeting, MeetingState.POLLED, proposals))
            case events.PollAnswered(meeting, seat, suits, if_need_be):
                polled = self.meetings[meeting].polled | {seat: PollAnswer(suits, if_need_be)}
                return self._changed(meeting, polled=polled)
            case events.MeetingFixed(meeting, version, moment):
                return self._made(Meeting(meeting, MeetingState.FIXED, at=moment, version=version))
            case events.MeetingMoved(meeting, version, moment):
                return self._changed(meeting, version=version, at=moment, coming={})
            case events.MeetingCancelled(meeting) | events.MeetingClosed(meeting):
                return self._without(meeting)
            case _:
                return self._since_it_was_held(event)

    def _since_it_was_held(self, event: Event) -> Self:
        match event:
            case events.AttendanceSaid(meeting, _, seat, coming):
                return self._changed(meeting, coming=self.meetings[meeting].coming | {seat: coming})
            case events.MeetingHeld(meeting):
                held = self.meetings[meeting].at
                moments = self.held if held is None else (*self.held, held)
                return replace(self._changed(meeting, state=MeetingState.HELD), held=moments)
            case events.AttendanceRecorded(meeting, present):
                return self._changed(meeting, present=present)
            case events.MeetingMinuted(meeting, version):
                return self._changed(meeting, state=MeetingState.MINUTED, minutes=version)
            case events.MinutesAccepted(meeting, seat):
                return self._changed(meeting, agreeing=(*self.meetings[meeting].agreeing, seat))
            case events.MinutesObjected(meeting, seat):
                agreeing = tuple(other for other in self.meetings[meeting].agreeing if other != seat)
                objections = self.meetings[meeting].objections | {seat: False}
                return self._changed(meeting, objections=objections, agreeing=agreeing)
            case events.ObjectionAnswered(meeting, seat):
                return self._changed(meeting, objections=self.meetings[meeting].objections | {seat: True})
            case _:
                return self

    def consequences(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """See `Matter.consequences`."""
        return passing.passed(self, initiative, now)

    def next_wake(self, initiative: Initiative) -> datetime | None:
        """See `Matter.next_wake`."""
        return passing.next_wake(self, initiative)

    def favourable(self, initiative: Initiative) -> Iterator[Act]:
        """See `Matter.favourable`."""
        return favouring.favourable(self, initiative)

    def _made(self, meeting: Meeting) -> Self:
        called = self.called + (meeting.id not in self.meetings)
        return replace(self, called=called, meetings=self.meetings | {meeting.id: meeting})

    def _changed(self, meeting: str, **fields: Any) -> Self:
        return replace(self, meetings=self.meetings | {meeting: replace(self.meetings[meeting], **fields)})

    def _without(self, meeting: str) -> Self:
        return replace(self, meetings={name: kept for name, kept in self.meetings.items() if name != meeting})
