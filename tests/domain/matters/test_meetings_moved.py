"""Meetings that are moved or cancelled: who is asked anew, who is told, and who is left in peace."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.commands import Command, PauseUntil
from domain.events import ObligationOpened, ObligationWithdrawn
from domain.matters.meetings.commands import (
    AttendMeeting,
    CancelMeeting,
    Coming,
    FixMeeting,
    MoveMeeting,
)
from domain.matters.meetings.meeting import MeetingState
from tests.domain.matters.test_meetings import DAY, FOURTH, LATER, THIRD, kept, owing, seated
from tests.fixtures.rules import START, Play, text


@pytest.fixture
def play() -> Play:
    return seated()


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


@pytest.mark.parametrize("command", [CancelMeeting("m1", text()), MoveMeeting("m1", LATER, text())])
def test_in_the_evening_before_a_meeting_people_are_told_at_once_that_it_is_not_and_sooner_in_the_window(
    play: Play, command: Command
) -> None:
    def told(before: timedelta) -> list[datetime]:
        other = replace(play, entries=[*play.entries])
        other.wait_until(DAY - before)
        return [e.tell_at for e in other.say(command) if isinstance(e, ObligationOpened | ObligationWithdrawn)]

    play.say(FixMeeting(DAY))
    evening = timedelta(hours=DAY.hour + 5)  # it is 21.00 in Helsinki
    assert set(told(evening)) == {DAY - evening}
    assert set(told(evening + timedelta(days=2))) == {DAY - evening - timedelta(days=2)}  # a weekend before a Monday
    assert set(told(evening + timedelta(days=3))) == {
        play.initiative.calendar.next_slot(DAY - evening - timedelta(days=3))
    }


def test_a_pause_does_not_move_a_meeting(play: Play) -> None:
    play.say(FixMeeting(DAY))
    play.say(PauseUntil(START + timedelta(days=3)))
    play.wait(4)
    assert {o.due for o in play.initiative.of_duty("attend_meeting")} == {DAY}
    play.wait_until(DAY)
    assert kept(play).held == (DAY,)
