"""Meetings: called for a moment that suits those who are needed, moved, cancelled, held, minuted, objected to."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

from domain.commands import Command, PauseUntil
from domain.folding import fold
from domain.matters.meetings import Meetings
from domain.matters.meetings.commands import (
    AnswerObjection,
    AttendMeeting,
    CancelMeeting,
    Coming,
    FixMeeting,
    MinuteMeeting,
    MoveMeeting,
    ObjectionAnswer,
    PollDates,
    RecordAttendance,
    ReviewMinutes,
    WriteAgenda,
)
from domain.matters.meetings.meeting import MOST, MeetingState
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled, Refusal, UnknownSeat
from tests.fixtures.rules import COORDINATOR, START, Play, roster, text

CHAIR, DEPUTY_CHAIR, THIRD, FOURTH = "seat-01", "seat-02", "seat-03", "seat-04"
DAY = START + timedelta(days=14, hours=7)
LATER = DAY + timedelta(days=7)
MINUTES = MinuteMeeting("m1", text())
DISAGREES = ReviewMinutes("m1", agrees=False, reason=text())


@pytest.fixture
def play() -> Play:
    accepted = tuple(f"seat-{n:02}" for n in range(1, 6))
    return Play.of("evaluation", roster(6), accepted=accepted, chair=CHAIR, deputy_chair=DEPUTY_CHAIR)


def held(play: Play) -> Play:
    play.say(FixMeeting(DAY, agenda=text()))
    play.wait_until(DAY)
    return play


def minuted(play: Play) -> Play:
    held(play).seat_says(CHAIR, MINUTES)
    return play


def kept(play: Play) -> Meetings:
    return play.initiative.kept(Meetings)


def owing(play: Play, duty: str) -> list[tuple[str | None, str | None]]:
    return [(o.seat, o.subject) for o in play.initiative.of_duty(duty) if o.state.answerable]


def test_a_meeting_without_a_poll_asks_everyone_who_takes_part_until_it_begins(play: Play) -> None:
    play.say(FixMeeting(DAY))
    assert owing(play, "attend_meeting") == [(f"seat-{n:02}", "m1") for n in range(1, 6)]
    assert {o.due for o in play.initiative.of_duty("attend_meeting")} == {DAY}


def test_the_chair_and_the_deputy_chair_call_meetings_too_and_no_other_seat(play: Play) -> None:
    play.seat_says(DEPUTY_CHAIR, FixMeeting(DAY))
    with pytest.raises(NotEntitled):
        play.seat_says(THIRD, MoveMeeting("m1", LATER))


def test_who_comes_can_be_changed_until_the_meeting(play: Play) -> None:
    play.say(FixMeeting(DAY))
    play.seat_says(THIRD, AttendMeeting("m1", Coming.YES))
    play.seat_says(THIRD, AttendMeeting("m1", Coming.DEPUTY))
    with pytest.raises(AlreadyAnswered):
        play.seat_says(THIRD, AttendMeeting("m1", Coming.DEPUTY))
    assert kept(play).meetings["m1"].coming == {THIRD: Coming.DEPUTY}
    play.wait_until(DAY)
    with pytest.raises(NotAsked):
        play.seat_says(THIRD, AttendMeeting("m1", Coming.NO))


def test_a_moved_meeting_is_a_new_fact_about_which_everyone_is_asked_anew(play: Play) -> None:
    play.say(FixMeeting(DAY))
    play.seat_says(THIRD, AttendMeeting("m1", Coming.YES))
    happened = play.say(MoveMeeting("m1", LATER, text()))
    moved = kept(play).meetings["m1"]
    assert (moved.version, moved.at, moved.coming) == (2, LATER, {})
    assert [e.KIND for e in happened].count("obligation.released") == 4
    assert owing(play, "attend_meeting") == [(f"seat-{n:02}", "m1.2") for n in range(1, 6)]
    play.wait_until(DAY)
    assert kept(play).meetings["m1"].state is MeetingState.FIXED
    play.wait_until(LATER)
    assert kept(play).held == (LATER,)


def test_whoever_was_asked_to_a_cancelled_meeting_is_told_and_who_would_not_come_is_left_in_peace(play: Play) -> None:
    play.say(FixMeeting(DAY))
    play.seat_says(THIRD, AttendMeeting("m1", Coming.YES))
    play.seat_says(FOURTH, AttendMeeting("m1", Coming.NO))
    happened = play.say(CancelMeeting("m1", text()))
    told = [e.to for e in happened if e.KIND == "obligation.withdrawn"]  # type: ignore[attr-defined]
    assert told == ["holder-01", "holder-02", "holder-03", "holder-05"]
    assert owing(play, "attend_meeting") == []
    assert kept(play).meetings == {}
    assert kept(play).called == 1
    assert "meeting.held" not in [event.KIND for event in play.wait_until(LATER)]


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


def test_an_objection_is_answered_by_corrected_minutes_or_by_the_dissent_noted(play: Play) -> None:
    minuted(play).seat_says(THIRD, DISAGREES)
    play.seat_says(FOURTH, DISAGREES)
    assert owing(play, "answer_objection") == [(CHAIR, "m1.seat-03"), (CHAIR, "m1.seat-04")]
    corrected = play.seat_says(CHAIR, AnswerObjection("m1", THIRD, ObjectionAnswer.CORRECTED, text()))
    assert [e.KIND for e in corrected] == ["objection.answered", "meeting.minuted", "obligation.fulfilled"]
    noted = play.seat_says(DEPUTY_CHAIR, AnswerObjection("m1", FOURTH, ObjectionAnswer.NOTED, text()))
    assert [e.KIND for e in noted] == ["objection.answered", "obligation.fulfilled"]
    assert kept(play).meetings["m1"].minutes == 2
    play.wait(20)
    assert kept(play).meetings == {}


def test_minutes_do_not_stand_while_an_objection_waits_for_its_answer(play: Play) -> None:
    minuted(play).seat_says(THIRD, DISAGREES)
    play.wait(60)
    assert kept(play).meetings["m1"].state is MeetingState.MINUTED
    happened = play.seat_says(CHAIR, AnswerObjection("m1", THIRD, ObjectionAnswer.NOTED, text()))
    assert "meeting.closed" in [event.KIND for event in happened]


def test_objections_come_with_a_reason_once_and_within_their_time(play: Play) -> None:
    minuted(play)
    with pytest.raises(Malformed) as refused:
        play.seat_says(THIRD, ReviewMinutes("m1", agrees=False))
    assert refused.value.path == "reason"
    play.seat_says(THIRD, ReviewMinutes("m1", agrees=True))
    play.seat_says(THIRD, DISAGREES)
    with pytest.raises(AlreadyAnswered):
        play.seat_says(THIRD, DISAGREES)
    with pytest.raises(NotAsked):
        play.seat_says("seat-06", DISAGREES)
    play.wait(8)
    with pytest.raises(NotAsked):
        play.seat_says(FOURTH, DISAGREES)


def test_attendance_is_told_by_seat_with_the_minutes_or_apart(play: Play) -> None:
    held(play).seat_says(CHAIR, MinuteMeeting("m1", text(), (THIRD, CHAIR)))
    assert kept(play).meetings["m1"].present == (CHAIR, THIRD)
    play.say(RecordAttendance("m1", (CHAIR, THIRD, FOURTH)))
    assert kept(play).meetings["m1"].present == (CHAIR, THIRD, FOURTH)
    assert fold(play.entries).matters == play.initiative.matters


def test_a_pause_does_not_move_a_meeting(play: Play) -> None:
    play.say(FixMeeting(DAY))
    play.say(PauseUntil(START + timedelta(days=3)))
    play.wait(4)
    assert {o.due for o in play.initiative.of_duty("attend_meeting")} == {DAY}
    play.wait_until(DAY)
    assert kept(play).held == (DAY,)


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


@pytest.mark.parametrize(("seat", "command", "refusal", "path"), WRONG)
def test_what_does_not_fit_a_meeting_ahead_is_refused(
    play: Play, seat: str | None, command: Command, refusal: type[Refusal], path: str
) -> None:
    play.say(FixMeeting(DAY))
    before = play.initiative
    with pytest.raises(refusal) as refused:
        play.say(command, play.speaker(seat) if seat else COORDINATOR)
    assert refused.value.path == path
    assert play.initiative == before


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


def test_no_more_meetings_are_open_than_can_be_kept_in_mind(play: Play) -> None:
    for _ in range(MOST):
        play.say(FixMeeting(DAY))
    with pytest.raises(NotAsked):
        play.say(FixMeeting(DAY))


def test_what_favours_a_meeting_leads_it_to_minutes_that_stand() -> None:
    play = Play.of("convening", roster(6))
    play.say(PollDates((DAY, LATER)))
    for _ in range(3):
        for act in tuple(kept(play).favourable(play.initiative)):
            with suppress(Refusal):
                play.say(act.command, play.speaker(act.seat) if act.seat else COORDINATOR)
        play.wait(15)
    assert (kept(play).held, kept(play).meetings) == ((DAY,), {})
