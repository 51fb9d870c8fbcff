"""What happens to meetings. A meeting that is moved is a new fact: its version counts from 1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.events import Event
from domain.matters.meetings.commands import Coming, ObjectionAnswer
from domain.sealed import Sealed


class MeetingEvent(Event):
    """Whatever happens to a meeting."""

    MATTER = "meetings"


@dataclass(frozen=True)
class DatesPolled(MeetingEvent, kind="meeting.polled"):
    """A meeting is to be held; the seats are asked which of these moments, in ascending order, suit them."""

    meeting: str
    proposals: tuple[datetime, ...]


@dataclass(frozen=True)
class PollAnswered(MeetingEvent, kind="meeting.poll_answered"):
    """A seat said which proposals suit it. `replaces`: it had answered before, and this answer counts."""

    meeting: str
    seat: str
    suits: tuple[int, ...]
    if_need_be: tuple[int, ...]
    replaces: bool = False


@dataclass(frozen=True)
class MeetingFixed(MeetingEvent, kind="meeting.fixed"):
    """A meeting was called for this moment."""

    meeting: str
    version: int
    at: datetime
    agenda: Sealed | None = None


@dataclass(frozen=True)
class MeetingMoved(MeetingEvent, kind="meeting.moved"):
    """A meeting was moved; whatever was said of its former version is void."""

    meeting: str
    version: int
    at: datetime
    reason: Sealed | None = None


@dataclass(frozen=True)
class MeetingCancelled(MeetingEvent, kind="meeting.cancelled"):
    """There is no such meeting."""

    meeting: str
    reason: Sealed


@dataclass(frozen=True)
class AgendaWritten(MeetingEvent, kind="meeting.agenda_written"):
    """What the meeting is about; the last agenda counts."""

    meeting: str
    text: Sealed


@dataclass(frozen=True)
class AttendanceSaid(MeetingEvent, kind="meeting.attendance_said"):
    """Who comes for a seat to this version of a meeting. `replaces` is what the seat had said of it before."""

    meeting: str
    version: int
    seat: str
    coming: Coming
    replaces: Coming | None = None


@dataclass(frozen=True)
class MeetingHeld(MeetingEvent, kind="meeting.held"):
    """The moment of the meeting has come; its minutes are asked for."""

    meeting: str


@dataclass(frozen=True)
class AttendanceRecorded(MeetingEvent, kind="meeting.attended"):
    """These seats were present; the last record counts."""

    meeting: str
    present: tuple[str, ...]


@dataclass(frozen=True)
class MeetingMinuted(MeetingEvent, kind="meeting.minuted"):
    """The minutes of a meeting are in the vault. `version` is above 1 where objections have corrected them."""

    meeting: str
    version: int
    text: Sealed


@dataclass(frozen=True)
class MinutesAccepted(MeetingEvent, kind="minutes.accepted"):
    """A seat finds the minutes right."""

    meeting: str
    seat: str


@dataclass(frozen=True)
class MinutesObjected(MeetingEvent, kind="minutes.objected"):
    """A seat objects to the minutes, for this reason. `replaces`: it had found them right before."""

    meeting: str
    seat: str
    reason: Sealed
    replaces: bool = False


@dataclass(frozen=True)
class ObjectionAnswered(MeetingEvent, kind="objection.answered"):
    """An objection was answered; `text` is the corrected minutes, or the dissent as noted."""

    meeting: str
    seat: str
    answer: ObjectionAnswer
    text: Sealed


@dataclass(frozen=True)
class MeetingClosed(MeetingEvent, kind="meeting.closed"):
    """The time for objections is over and each is answered: the minutes stand."""

    meeting: str
