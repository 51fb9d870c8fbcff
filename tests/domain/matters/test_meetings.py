"""Meetings: called for a moment that suits those who are needed, and held."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

from domain.matters.meetings import Meetings
from domain.matters.meetings.commands import (
    AttendMeeting,
    Coming,
    FixMeeting,
    MinuteMeeting,
    MoveMeeting,
    PollDates,
    ReviewMinutes,
)
from domain.refusals import AlreadyAnswered, NotAsked, NotEntitled, Refusal
from tests.fixtures.rules import COORDINATOR, START, Play, roster, text

CHAIR, DEPUTY_CHAIR, THIRD, FOURTH = "seat-01", "seat-02", "seat-03", "seat-04"
DAY = START + timedelta(days=14, hours=7)
LATER = DAY + timedelta(days=7)
MINUTES = MinuteMeeting("m1", text())
DISAGREES = ReviewMinutes("m1", agrees=False, reason=text())


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


def seated() -> Play:
    accepted = tuple(f"seat-{n:02}" for n in range(1, 6))
    return Play.of("evaluation", roster(6), accepted=accepted, chair=CHAIR, deputy_chair=DEPUTY_CHAIR)


@pytest.fixture
def play() -> Play:
    return seated()


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


def test_what_favours_a_meeting_leads_it_to_minutes_that_stand() -> None:
    play = Play.of("convening", roster(6))
    play.say(PollDates((DAY, LATER)))
    for _ in range(3):
        for act in tuple(kept(play).favourable(play.initiative)):
            with suppress(Refusal):
                play.say(act.command, play.speaker(act.seat) if act.seat else COORDINATOR)
        play.wait(15)
    assert (kept(play).held, kept(play).meetings) == ((DAY,), {})
