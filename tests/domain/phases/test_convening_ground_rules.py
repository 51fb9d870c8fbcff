"""Ground rules: written by whoever chairs or coordinates, agreed to or objected to as minutes are, and handed on."""

from __future__ import annotations

import pytest

from domain.phases.convening import Convening
from domain.phases.convening.commands import (
    AnswerInvitation,
    NameChair,
    Reply,
    ReviewGroundRules,
    WriteGroundRules,
)
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled
from tests.domain.phases.test_joint_planning import owing
from tests.fixtures.rules import Play, roster, text

WRITE, REVIEW = "write_ground_rules", "review_ground_rules"
RULES, AGREES = WriteGroundRules(text()), ReviewGroundRules(agrees=True)
OBJECTS = ReviewGroundRules(agrees=False, reason=text())


@pytest.fixture
def play() -> Play:
    """Five of six accepted, and the chairs are named."""
    play = Play.of("convening", roster(6))
    for seat in ("seat-01", "seat-02", "seat-03", "seat-04", "seat-05"):
        play.seat_says(seat, AnswerInvitation(Reply.YES))
    play.say(NameChair("seat-01", "seat-02"))
    return play


def test_the_chair_is_asked_to_write_them_and_the_others_that_accepted_whether_they_suit(play: Play) -> None:
    assert owing(play, WRITE) == ["seat-01"]
    play.seat_says("seat-02", RULES)
    assert owing(play, WRITE) == []
    assert owing(play, REVIEW) == ["seat-01", "seat-03", "seat-04", "seat-05"]
    play.seat_says("seat-03", AGREES)
    assert owing(play, REVIEW) == ["seat-01", "seat-04", "seat-05"]


def test_an_objection_has_them_written_anew_and_asks_all_again(play: Play) -> None:
    play.say(RULES)
    play.seat_says("seat-03", AGREES)
    play.seat_says("seat-03", OBJECTS)
    assert [(o.seat, o.subject) for o in play.initiative.of_duty(WRITE)][1:] == [("seat-01", "1.seat-03")]
    play.seat_says("seat-04", OBJECTS)
    assert owing(play, WRITE) == ["seat-01"], "one look at them answers all objections"
    play.seat_says("seat-01", WriteGroundRules(text(30)))
    assert owing(play, WRITE) == []
    assert owing(play, REVIEW) == ["seat-02", "seat-03", "seat-04", "seat-05"]
    state = play.initiative.now_in
    assert isinstance(state, Convening)
    assert (state.ground_rules, state.rulings, state.ruled) == (text(30), 2, {})


def test_another_chair_is_asked_instead(play: Play) -> None:
    play.say(NameChair("seat-03", "seat-04"))
    assert owing(play, WRITE) == ["seat-03"]


def test_a_new_chair_takes_over_the_look_that_an_objection_asked_for(play: Play) -> None:
    play.say(RULES)
    play.seat_says("seat-03", OBJECTS)
    play.say(NameChair("seat-02", "seat-03"))
    assert owing(play, WRITE) == ["seat-02"]
    play.seat_says("seat-02", WriteGroundRules(text(30)))
    assert owing(play, WRITE) == []


def test_a_chair_who_withdraws_owes_no_ground_rules_and_the_next_one_does_while_an_objection_stands(play: Play) -> None:
    play.say(RULES)
    play.seat_says("seat-03", OBJECTS)
    play.seat_says("seat-01", AnswerInvitation(Reply.NO))
    assert owing(play, WRITE) == []
    play.say(NameChair("seat-02", "seat-04"))
    assert owing(play, WRITE) == ["seat-02"]


def test_nobody_writes_them_anew_once_every_objection_has_been_taken_back(play: Play) -> None:
    play.say(RULES)
    play.seat_says("seat-03", OBJECTS)
    play.seat_says("seat-04", OBJECTS)
    play.seat_says("seat-03", AGREES)
    assert owing(play, WRITE) == ["seat-01"]
    play.seat_says("seat-04", AGREES)
    assert owing(play, WRITE) == []
    play.seat_says("seat-03", OBJECTS)
    assert owing(play, WRITE) == ["seat-01"], "who objects once more is heard once more"
    play.seat_says("seat-03", AGREES)
    play.say(NameChair("seat-02", "seat-04"))
    assert owing(play, WRITE) == [], "they stand, whoever chairs"


def test_what_is_refused_says_so(play: Play) -> None:
    for command, refusal in ((RULES, NotEntitled), (AGREES, NotAsked)):
        with pytest.raises(refusal):
            play.seat_says("seat-03", command)
    play.say(RULES)
    with pytest.raises(Malformed) as refused:
        play.seat_says("seat-03", ReviewGroundRules(agrees=False))
    assert refused.value.path == "reason"
    play.seat_says("seat-03", AGREES)
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-03", AGREES)
    play.wait(8)
    with pytest.raises(NotAsked):
        play.seat_says("seat-04", AGREES)


def test_joint_planning_takes_them_in(play: Play) -> None:
    play.say(RULES)
    state, exited = play.initiative.now_in, play.initiative.facts
    assert state.hand_on(exited, None).ground_rules == text()  # type: ignore[arg-type]


def test_those_of_a_former_round_stand() -> None:
    play = Play.of("convening", roster(6), ground_rules=text())
    for seat in ("seat-01", "seat-02"):
        play.seat_says(seat, AnswerInvitation(Reply.YES))
    play.say(NameChair("seat-01", "seat-02"))
    assert owing(play, WRITE) == []
