"""Needs that come after the problem statement: who is asked about it too, and who is not."""

from __future__ import annotations

import pytest

from domain.explaining import gate_open
from domain.phases.need_identification.commands import (
    AnswerNeed,
    OwnAnswer,
    StateProblem,
    SubmitNeed,
)
from domain.seats import Sector
from tests.domain.phases.test_need_identification_statement import AFFECTED, NO, YES, asked, stated
from tests.fixtures.rules import Play, text


@pytest.fixture
def play() -> Play:
    return stated()


def test_a_seat_that_raises_its_need_after_the_statement_is_asked_about_it_too(play: Play) -> None:
    play.seat_says("seat-08", SubmitNeed(text()))
    play.seat_says("seat-08", SubmitNeed(text()))
    play.seat_says("seat-01", SubmitNeed(text()))
    assert asked(play) == [*AFFECTED, "seat-08"]
    (question,) = [o for o in play.initiative.of_duty("confirm_statement") if o.seat == "seat-08"]
    assert (question.subject, question.opened_at) == ("1", play.now)
    play.seat_says("seat-08", YES)
    assert asked(play) == []


def test_once_the_statement_is_confirmed_a_later_need_asks_nobody_and_its_seat_may_still_speak(play: Play) -> None:
    play.seat_says("seat-02", YES)
    play.seat_says("seat-08", SubmitNeed(text()))
    assert asked(play) == []
    play.say(AnswerNeed("n4", OwnAnswer.DECLINED, text()))
    assert gate_open(play.initiative, play.now)
    play.seat_says("seat-08", NO)
    assert gate_open(play.initiative, play.now)


def test_before_the_statement_and_where_every_seat_is_asked_already_a_need_asks_nobody_twice() -> None:
    play = Play.of("need_identification")
    play.say(SubmitNeed(text(), Sector.RESIDENT))
    assert asked(play) == []
    play.say(AnswerNeed("n1", OwnAnswer.TAKEN_UP, text()))
    play.say(StateProblem(text()))
    before = play.initiative.of_duty("confirm_statement")
    play.seat_says("seat-08", NO)
    play.seat_says("seat-08", SubmitNeed(text()))
    assert [o.id for o in play.initiative.of_duty("confirm_statement")] == [o.id for o in before]
    assert "seat-08" not in asked(play)


def test_a_need_entered_for_one_without_a_seat_asks_nobody_about_the_statement(play: Play) -> None:
    play.say(SubmitNeed(text(), Sector.RESIDENT))
    assert asked(play) == list(AFFECTED)


def test_a_restatement_asks_those_who_came_later_under_its_own_number(play: Play) -> None:
    play.seat_says("seat-08", SubmitNeed(text()))
    play.say(StateProblem(text()))
    assert asked(play) == [*AFFECTED, "seat-08"]
    assert {o.subject for o in play.initiative.of_duty("confirm_statement") if o.state.answerable} == {"2"}
