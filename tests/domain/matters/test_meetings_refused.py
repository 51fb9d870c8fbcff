"""What does not fit a meeting ahead is refused, and so are more than can be kept in mind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.commands import Command
from domain.matters.meetings.commands import (
    AnswerObjection,
    AttendMeeting,
    CancelMeeting,
    Coming,
    FixMeeting,
    MoveMeeting,
    ObjectionAnswer,
    RecordAttendance,
    WriteAgenda,
)
from domain.matters.meetings.meeting import MOST
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled, Refusal
from tests.domain.matters.test_meetings import CHAIR, DAY, DISAGREES, MINUTES, THIRD, seated
from tests.fixtures.refusing import require_refused
from tests.fixtures.rules import START, Play, text

WRONG: list[tuple[str | None, Command, type[Refusal], str]] = [
    (None, FixMeeting(START + timedelta(days=1)), Malformed, "at"),
    (None, FixMeeting(DAY, "m9"), NotAsked, "meeting"),
    (None, FixMeeting(DAY, "m1"), NotAsked, "meeting"),
    (None, MoveMeeting("m1", DAY), AlreadyAnswered, "at"),
    (None, MoveMeeting("m1", START), Malformed, "at"),
    (None, RecordAttendance("m1", (CHAIR,)), NotAsked, "meeting"),
    (CHAIR, MINUTES, NotAsked, "meeting"),
    (THIRD, WriteAgenda("m1", text()), NotEntitled, ""),
    (THIRD, CancelMeeting("m1", text()), NotEntitled, ""),
    ("seat-06", AttendMeeting("m1", Coming.YES), NotAsked, "meeting"),
    (None, AttendMeeting("m1", Coming.YES), NotEntitled, "for_seat"),
    (THIRD, DISAGREES, NotAsked, "meeting"),
    (CHAIR, AnswerObjection("m1", THIRD, ObjectionAnswer.NOTED, text()), NotAsked, "meeting"),
]


@pytest.fixture
def play() -> Play:
    return seated()


@pytest.mark.parametrize(("seat", "command", "refusal", "path"), WRONG)
def test_what_does_not_fit_a_meeting_ahead_is_refused(
    play: Play, seat: str | None, command: Command, refusal: type[Refusal], path: str
) -> None:
    play.say(FixMeeting(DAY))
    require_refused(play, seat, command, refusal, path)


def test_no_more_meetings_are_open_than_can_be_kept_in_mind(play: Play) -> None:
    for _ in range(MOST):
        play.say(FixMeeting(DAY))
    with pytest.raises(NotAsked):
        play.say(FixMeeting(DAY))
