"""Meetings in convening: its gate asks whether one is agreed on, and the minutes of one are those it asks for."""

from __future__ import annotations

import pytest

from domain.explaining import explain
from domain.matters.meetings.commands import CancelMeeting, FixMeeting
from domain.obligations import ObligationState
from domain.operating_model import OperatingModel
from domain.phases.convening.commands import AnswerInvitation, NameChair, Reply, WriteMinutes
from domain.refusals import NotAsked
from domain.spans import Span, Unit
from tests.domain.matters.test_meetings import CHAIR, DAY, DEPUTY_CHAIR, FOURTH, MINUTES, THIRD, held, owing
from tests.fixtures.bare_models import without_matters
from tests.fixtures.rules import MODEL, Play, roster, text


def convened(model: OperatingModel = MODEL, *, chairs: bool = True) -> Play:
    play = Play.of("convening", roster(6), model)
    for seat in (CHAIR, DEPUTY_CHAIR, THIRD, FOURTH, "seat-05"):
        play.seat_says(seat, AnswerInvitation(Reply.YES))
    play.seat_says("seat-06", AnswerInvitation(Reply.NO))
    if chairs:
        play.say(NameChair(CHAIR, DEPUTY_CHAIR))
    return play


def agreed(play: Play) -> bool:
    (clause,) = [c for c in explain(play.initiative, play.now).clauses if c.clause == "meeting.agreed"]
    assert clause.met or clause.missing == ("coordinator",)
    return clause.met


def test_convening_goes_on_once_a_meeting_is_agreed_and_not_when_it_is_cancelled() -> None:
    play = convened()
    assert not agreed(play)
    play.say(FixMeeting(DAY))
    assert agreed(play)
    play.say(CancelMeeting("m1", text()))
    assert not agreed(play)
    play.seat_says(CHAIR, WriteMinutes(text()))
    assert not agreed(play), "minutes alone agree on no meeting"


def test_who_declined_the_seat_is_asked_to_no_meeting() -> None:
    play = convened()
    play.say(FixMeeting(DAY))
    assert "seat-06" not in [seat for seat, _ in owing(play, "attend_meeting")]


def test_the_minutes_of_a_meeting_in_convening_are_asked_for_once() -> None:
    play = held(convened())
    assert owing(play, "minute_meeting") == []
    play.seat_says(CHAIR, MINUTES)
    assert owing(play, "write_minutes") == []
    assert all(o.state is ObligationState.FULFILLED for o in play.initiative.of_duty("write_minutes"))


def test_the_minutes_are_asked_for_once_the_meeting_is_held_and_their_week_runs_from_there() -> None:
    play = convened()
    assert play.initiative.of_duty("write_minutes") == ()
    held(play)
    (owed,) = play.initiative.of_duty("write_minutes")
    assert (owed.seat, owed.due) == (CHAIR, play.initiative.calendar.due(DAY, Span(7, Unit.DAYS)))
    play.say(NameChair(THIRD, FOURTH))
    assert [seat for seat, _ in owing(play, "write_minutes")] == [THIRD]
    play.seat_says(THIRD, WriteMinutes(text()))
    assert owing(play, "write_minutes") == []


def test_a_chair_named_after_the_meeting_owes_its_minutes_instead_of_the_coordinator() -> None:
    play = held(convened(chairs=False))
    assert [seat for seat, _ in owing(play, "minute_meeting")] == [None]
    play.say(NameChair(CHAIR, DEPUTY_CHAIR))
    assert owing(play, "minute_meeting") == []
    assert [seat for seat, _ in owing(play, "write_minutes")] == [CHAIR]


def test_where_no_meetings_are_kept_the_minutes_are_asked_for_with_the_chair() -> None:
    play = convened(without_matters(MODEL))
    assert [o.seat for o in play.initiative.of_duty("write_minutes")] == [CHAIR]


def test_a_model_without_meetings_asks_convening_for_none() -> None:
    play = Play.of("convening", roster(6), without_matters(MODEL))
    assert "meeting.agreed" not in [c.clause for c in explain(play.initiative, play.now).clauses]
    with pytest.raises(NotAsked):
        play.say(FixMeeting(DAY))
