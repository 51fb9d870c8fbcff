"""Commitments to a plan: to an activity or to nothing, and no more than can be kept."""

from __future__ import annotations

import pytest

from domain.commitments import MOST_OF_A_SEAT
from domain.facts import Commitment
from domain.phases.joint_planning.commands import (
    MakeCommitment,
    NoCommitment,
)
from domain.phases.joint_planning.duties import MOST
from domain.refusals import AlreadyAnswered, NotAsked
from tests.domain.phases.test_joint_planning import ACCEPTED, ACTIVITY, owing, state
from tests.fixtures.rules import Play, text


@pytest.fixture
def play() -> Play:
    return Play.of("joint_planning", accepted=ACCEPTED)


def test_a_seat_commits_to_an_activity_or_to_nothing_and_is_reminded_no_more(play: Play) -> None:
    play.say(ACTIVITY)
    play.seat_says("seat-01", MakeCommitment("a1", text()))
    play.seat_says("seat-02", NoCommitment())
    assert owing(play, "make_commitment") == list(ACCEPTED[2:])
    assert state(play).plan.commitments == {"c1": Commitment("c1", "seat-01", "a1")}
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-02", NoCommitment())
    with pytest.raises(NotAsked):
        play.seat_says("seat-02", MakeCommitment("a7", text()))
    play.seat_says("seat-02", MakeCommitment("a1", text()))


def test_a_seat_promises_no_more_than_it_can_keep_and_a_plan_holds_no_more_than_it_can_carry(play: Play) -> None:
    for _ in range(MOST):
        play.say(ACTIVITY)
    with pytest.raises(NotAsked):
        play.say(ACTIVITY)
    for _ in range(MOST_OF_A_SEAT):
        play.seat_says("seat-01", MakeCommitment("a1", text()))
    with pytest.raises(NotAsked):
        play.seat_says("seat-01", MakeCommitment("a1", text()))


def test_nobody_answering_ends_in_a_stop_that_no_one_had_to_decide(play: Play) -> None:
    play.wait(250)
    assert play.initiative.outcome == "stopped_well"
