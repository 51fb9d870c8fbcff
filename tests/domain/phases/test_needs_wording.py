"""The wording of a cluster: those whose needs were brought together say whether that is what they meant."""

from __future__ import annotations

import pytest

from domain.phases.need_identification.commands import (
    ConfirmWording,
)
from domain.refusals import AlreadyAnswered
from tests.domain.phases.test_needs_desk import WORDED, A, B, brought_together, owing, state
from tests.fixtures.rules import Play, text

AGREES, DISAGREES = ConfirmWording("n1", agrees=True), ConfirmWording("n1", agrees=False, correction=text())


@pytest.fixture
def play() -> Play:
    return brought_together()


def test_those_whose_needs_were_brought_together_are_asked_whether_that_is_what_they_meant(play: Play) -> None:
    play.say(WORDED)
    assert owing(play, "confirm_wording") == [(A, "n1.1"), (B, "n1.1")]
    play.seat_says(A, AGREES)
    assert state(play).wordings["n1"].replies == {A: True}
    assert owing(play, "confirm_wording") == [(B, "n1.1")]


def test_a_correction_is_owed_other_words_about_which_all_are_asked_anew(play: Play) -> None:
    play.say(WORDED)
    play.seat_says(A, AGREES)
    play.seat_says(B, DISAGREES)
    assert owing(play, "reword_cluster") == [(None, "n1.1")]
    play.say(WORDED)
    assert owing(play, "reword_cluster") == []
    assert owing(play, "confirm_wording") == [(A, "n1.2"), (B, "n1.2")]
    assert state(play).wordings["n1"].number == 2


def test_two_corrections_of_one_wording_owe_one_rewording(play: Play) -> None:
    play.say(WORDED)
    play.seat_says(A, DISAGREES)
    play.seat_says(B, DISAGREES)
    assert owing(play, "reword_cluster") == [(None, "n1.1")]


def test_what_is_said_of_a_wording_can_be_changed_until_its_due_day(play: Play) -> None:
    play.say(WORDED)
    play.seat_says(A, DISAGREES)
    play.seat_says(A, AGREES)
    with pytest.raises(AlreadyAnswered):
        play.seat_says(A, AGREES)
    play.wait(10)
    with pytest.raises(AlreadyAnswered):
        play.seat_says(A, DISAGREES)
