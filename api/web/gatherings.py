"""Gatherings: the part of the personal page on meetings: when they are, who was there, and where a chair tells that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from api.bodies import Body, body_of
from api.web.desk import Desk
from api.web.filling import Typed
from api.web.meeting_readings import called, said
from domain.commands import Command
from domain.matters.meetings import Meetings
from domain.matters.meetings.commands import Coming, RecordAttendance
from domain.matters.meetings.meeting import Meeting, MeetingState, partners

PRESENT: Final = "meetings:present/"
"""What stands in a chair's form for the obligation, before the id of the meeting."""

ANCHOR: Final = "meetings"
_TICK: Final = "present."


@dataclass(frozen=True)
class MarkView:
    """A seat to mark as present: its field, whose it is, what it said before, and whether it is marked."""

    name: str
    label: str
    hint: str
    marked: bool


@dataclass(frozen=True)
class MeetingView:
    """A meeting: when, how it stands, what it is about, and who was there. A chair may tell the latter (`marks`)."""

    when: str
    stands: str
    agenda: tuple[str, ...]
    present: tuple[str, ...]
    form: str
    nonce: str
    marks: tuple[MarkView, ...]


@dataclass(frozen=True)
class Gatherings:
    """The meetings on a desk; `nonce` makes one for a form, and `draft` is a form that came back, by its name."""

    desk: Desk
    nonce: Callable[[str], str]
    draft: tuple[str, Typed] | None = None

    def views(self) -> tuple[MeetingView, ...]:
        """The meetings that are called or were held and are not closed, the next one first."""
        initiative = self.desk.initiative
        if not initiative.has(Meetings.KIND) or initiative.outcome is not None or initiative.settled:
            return ()
        known = [meeting for meeting in initiative.kept(Meetings).meetings.values() if meeting.at is not None]
        return tuple(self._view(meeting) for meeting in sorted(known, key=lambda one: (one.at is None, one.at)))

    def _view(self, meeting: Meeting) -> MeetingView:
        words, chairs = self.desk.words["meetings"], self.desk.seat.id in self.desk.initiative.chairs
        tells = chairs and meeting.state in (MeetingState.HELD, MeetingState.MINUTED)
        form = f"{PRESENT}{meeting.id}" if tells else ""
        agenda = dict(called(self.desk, meeting.id)).get("agenda", ())
        return MeetingView(
            when=said(self.desk, meeting.at) if meeting.at else "",
            stands=words["stands"][meeting.state].format(coming=self._coming(meeting)),
            agenda=agenda,
            present=tuple(sorted(self.desk.organisations[seat] for seat in meeting.present or ())),
            form=form,
            nonce=self.nonce(form) if form else "",
            marks=tuple(self._marks(meeting, form)) if form else (),
        )

    def _coming(self, meeting: Meeting) -> int:
        return sum(coming is not Coming.NO for coming in meeting.coming.values())

    def _marks(self, meeting: Meeting, form: str) -> Iterator[MarkView]:
        """One for each seat that takes part: nobody is marked beforehand, but those told before are."""
        typed = self.draft[1].values if self.draft and self.draft[0] == form else None
        seats = dict.fromkeys((*partners(self.desk.initiative), *(meeting.present or ())))
        hints = self.desk.words["meetings"]["said"]
        for seat in sorted(seats, key=lambda one: (self.desk.organisations[one], one)):
            marked = f"{_TICK}{seat}" in typed if typed is not None else seat in (meeting.present or ())
            hint = hints.get(meeting.coming.get(seat, ""), "")
            yield MarkView(f"{_TICK}{seat}", self.desk.organisations[seat], hint, marked)


def told(form: str, typed: Mapping[str, str], language: str) -> tuple[type[Command], Body] | None:
    """What a chair's form says; None where nobody is marked."""
    present = [name.removeprefix(_TICK) for name in typed if name.startswith(_TICK)]
    if not present:
        return None
    said: dict[str, Any] = {"meeting": form.removeprefix(PRESENT), "present": present, "language": language}
    return RecordAttendance, body_of(RecordAttendance).model_validate(said)
