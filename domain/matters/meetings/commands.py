"""What can be asked about meetings, in whatever phase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.commands import Command
from domain.sealed import Sealed


class Coming(StrEnum):
    """What a seat says of a meeting that it is asked to."""

    YES = "yes"
    DEPUTY = "deputy"
    NO = "no"


class ObjectionAnswer(StrEnum):
    """What a reasoned objection to minutes leads to: the minutes are corrected, or the dissent is noted in them."""

    CORRECTED = "corrected"
    NOTED = "noted"


@dataclass(frozen=True)
class PollDates(Command, kind="meetings.poll_dates"):
    """Ask every seat which of these moments suit it."""

    proposals: tuple[datetime, ...]


@dataclass(frozen=True)
class AnswerPoll(Command, kind="meetings.answer_poll"):
    """Say for the speaker's seat which proposals suit, and which do if need be, by their numbers from 1 on; the others
    do not.
    """

    meeting: str
    suits: tuple[int, ...] = ()
    if_need_be: tuple[int, ...] = ()


@dataclass(frozen=True)
class FixMeeting(Command, kind="meetings.fix_meeting"):
    """Call a meeting for a moment: one of the proposals of the poll that is named, or any where there was no poll."""

    JOINT = True
    at: datetime
    meeting: str | None = None
    agenda: Sealed | None = None


@dataclass(frozen=True)
class MoveMeeting(Command, kind="meetings.move_meeting"):
    """Hold a meeting at another moment. Everyone is asked anew; letters about the former one do not leave any more."""

    JOINT = True
    meeting: str
    at: datetime
    reason: Sealed | None = None


@dataclass(frozen=True)
class CancelMeeting(Command, kind="meetings.cancel_meeting"):
    """Hold no such meeting, with the reason. Whoever was asked to it is told."""

    JOINT = True
    meeting: str
    reason: Sealed


@dataclass(frozen=True)
class WriteAgenda(Command, kind="meetings.write_agenda"):
    """Say what a meeting is about, or say it anew."""

    JOINT = True
    meeting: str
    text: Sealed


@dataclass(frozen=True)
class AttendMeeting(Command, kind="meetings.attend_meeting"):
    """Say for the speaker's seat who comes: the representative, the deputy, or nobody."""

    meeting: str
    coming: Coming


@dataclass(frozen=True)
class RecordAttendance(Command, kind="meetings.record_attendance"):
    """Say which seats were present."""

    meeting: str
    present: tuple[str, ...]


@dataclass(frozen=True)
class MinuteMeeting(Command, kind="meetings.minute_meeting"):
    """Give the minutes of a meeting, with the seats that were `present` if that has not been recorded."""

    JOINT = True
    meeting: str
    text: Sealed
    present: tuple[str, ...] | None = None


@dataclass(frozen=True)
class ReviewMinutes(Command, kind="meetings.review_minutes"):
    """Say for the speaker's seat whether the minutes are right; an objection has a reason."""

    meeting: str
    agrees: bool
    reason: Sealed | None = None


@dataclass(frozen=True)
class AnswerObjection(Command, kind="meetings.answer_objection"):
    """Answer the objection of a seat: with the corrected minutes, or with the dissent as it is noted in them."""

    JOINT = True
    meeting: str
    seat: str
    answer: ObjectionAnswer
    text: Sealed
