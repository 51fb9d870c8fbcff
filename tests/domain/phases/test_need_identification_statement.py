"""Did we understand you: the problem statement, confirmed by those whose need it is."""

from __future__ import annotations

import pytest

from domain.explaining import gate_open
from domain.facts import Value
from domain.operating_model import OperatingModel
from domain.phases.need_identification.commands import (
    AnswerNeed,
    ConfirmStatement,
    MergeNeeds,
    NothingToRaise,
    OwnAnswer,
    SettleBaseline,
    StateProblem,
    SubmitNeed,
)
from domain.refusals import NotAsked, NotEntitled, TooEarly
from domain.seats import Sector
from tests.fixtures.rules import MODEL, Play, roster, text

SEATS = [seat.id for seat in roster()]
AFFECTED = ("seat-01", "seat-02", "seat-03")
YES, NO = ConfirmStatement(agrees=True), ConfirmStatement(agrees=False, remark=text())


def stated(model: OperatingModel = MODEL) -> Play:
    """Three seats raised a need each, all taken up; the baseline is settled and the problem stated."""
    play = Play.of("need_identification", model=model)
    for number, seat in enumerate(AFFECTED, 1):
        play.seat_says(seat, SubmitNeed(text()))
        play.say(AnswerNeed(f"n{number}", OwnAnswer.TAKEN_UP, text()))
    play.say(SettleBaseline(text(), Value("12")))
    play.say(StateProblem(text()))
    return play


def asked(play: Play, duty: str = "confirm_statement") -> list[str | None]:
    return [o.seat for o in play.initiative.of_duty(duty) if o.state.answerable]


@pytest.fixture
def play() -> Play:
    return stated()


def test_a_problem_stands_on_a_need_that_was_taken_up_or_joined() -> None:
    play = Play.of("need_identification")
    play.seat_says("seat-01", SubmitNeed(text()))
    play.seat_says("seat-02", SubmitNeed(text()))
    with pytest.raises(TooEarly):
        play.say(StateProblem(text()))
    play.say(MergeNeeds("n1", "n2"))
    play.say(StateProblem(text()))
    assert asked(play) == ["seat-01", "seat-02"]


def test_those_who_raised_a_need_are_asked_and_no_others(play: Play) -> None:
    assert asked(play) == list(AFFECTED)
    assert not gate_open(play.initiative, play.now)
    with pytest.raises(NotEntitled):
        play.seat_says("seat-09", YES)


def test_where_only_voices_were_raised_every_seat_is_asked() -> None:
    play = Play.of("need_identification")
    play.say(SubmitNeed(text(), Sector.RESIDENT))
    play.say(AnswerNeed("n1", OwnAnswer.TAKEN_UP, text()))
    play.say(StateProblem(text()))
    assert asked(play) == SEATS


def test_one_confirmation_is_enough_and_the_others_are_reminded_no_more(play: Play) -> None:
    play.seat_says("seat-02", YES)
    assert asked(play) == []
    assert gate_open(play.initiative, play.now)
    for seat in SEATS[3:]:
        play.seat_says(seat, NothingToRaise())
    assert [event for event in play.wait(20) if event.KIND == "reminder.due"] == []


def test_others_may_still_agree_or_object_and_the_gate_stays_open(play: Play) -> None:
    play.seat_says("seat-02", YES)
    play.seat_says("seat-01", NO)
    play.seat_says("seat-03", YES)
    assert play.kinds().count("statement.disputed") == 1
    assert gate_open(play.initiative, play.now)
    assert not asked(play, "state_problem")


def test_nothing_can_be_confirmed_before_it_is_stated() -> None:
    play = Play.of("need_identification")
    play.seat_says("seat-01", SubmitNeed(text()))
    with pytest.raises(NotAsked):
        play.seat_says("seat-01", YES)
