"""Minutes of a meeting: owed by the chair, shown to those who take part, and standing where nobody objects."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.folding import fold
from domain.matters.meetings.commands import (
    CancelMeeting,
    MinuteMeeting,
    RecordAttendance,
    ReviewMinutes,
)
from domain.refusals import NotAsked, NotEntitled, UnknownSeat
from tests.domain.matters.test_meetings import (
    CHAIR,
    DAY,
    DEPUTY_CHAIR,
    FOURTH,
    MINUTES,
    THIRD,
    held,
    kept,
    minuted,
    owing,
    seated,
)
from tests.fixtures.rules import Play, roster, text


@pytest.fixture
def play() -> Play:
    return seated()


def test_once_held_the_chair_owes_the_minutes_for_seven_days(play: Play) -> None:
    held(play)
    (owed,) = play.initiative.of_duty("minute_meeting")
    assert owed.seat == CHAIR
    assert play.initiative.calendar.due_day(owed.due) == (DAY + timedelta(days=7)).date()
    assert owing(play, "attend_meeting") == []
    play.seat_says(DEPUTY_CHAIR, MINUTES)
    assert owing(play, "minute_meeting") == []


def test_minutes_are_shown_to_all_that_take_part_but_their_writer(play: Play) -> None:
    minuted(play)
    assert [seat for seat, _ in owing(play, "review_minutes")] == [DEPUTY_CHAIR, THIRD, FOURTH, "seat-05"]


def test_silence_lets_the_minutes_stand(play: Play) -> None:
    minuted(play).seat_says(THIRD, ReviewMinutes("m1", agrees=True))
    happened = [event.KIND for event in play.wait(20) if "m1" in str(event)]
    assert happened[-4:] == ["meeting.closed", *["obligation.released"] * 3]
    assert (kept(play).meetings, kept(play).held) == ({}, (DAY,))


def test_attendance_is_told_by_seat_with_the_minutes_or_apart(play: Play) -> None:
    held(play).seat_says(CHAIR, MinuteMeeting("m1", text(), (THIRD, CHAIR)))
    assert kept(play).meetings["m1"].present == (CHAIR, THIRD)
    play.say(RecordAttendance("m1", (CHAIR, THIRD, FOURTH)))
    assert kept(play).meetings["m1"].present == (CHAIR, THIRD, FOURTH)
    assert fold(play.entries).matters == play.initiative.matters


def test_the_minutes_are_the_chairs_to_write_and_name_seats_that_there_are(play: Play) -> None:
    held(play)
    with pytest.raises(NotEntitled):
        play.say(MINUTES)
    with pytest.raises(NotEntitled):
        play.seat_says(THIRD, MINUTES)
    with pytest.raises(UnknownSeat) as refused:
        play.seat_says(CHAIR, MinuteMeeting("m1", text(), (CHAIR, "seat-99")))
    assert refused.value.path == "present[1]"
    with pytest.raises(NotAsked):
        play.say(CancelMeeting("m1", text()))


def test_before_there_is_a_chair_the_coordinator_writes_the_minutes() -> None:
    play = Play.of("need_identification", roster(3))
    held(play)
    assert owing(play, "minute_meeting") == [(None, "m1")]
    play.say(MINUTES)
    assert len(owing(play, "review_minutes")) == 3
