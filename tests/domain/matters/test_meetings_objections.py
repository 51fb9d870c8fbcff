"""Objections to minutes: each is answered by a correction, or by the dissent noted."""

from __future__ import annotations

import pytest

from domain.matters.meetings.commands import (
    AnswerObjection,
    ObjectionAnswer,
    ReviewMinutes,
)
from domain.matters.meetings.meeting import MeetingState
from domain.refusals import AlreadyAnswered, Malformed, NotAsked
from tests.domain.matters.test_meetings import (
    CHAIR,
    DEPUTY_CHAIR,
    DISAGREES,
    FOURTH,
    THIRD,
    kept,
    minuted,
    owing,
    seated,
)
from tests.fixtures.rules import Play, text


@pytest.fixture
def play() -> Play:
    return seated()


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
