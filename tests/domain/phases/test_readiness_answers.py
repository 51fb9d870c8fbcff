"""Answers on readiness: they change until their due day, count once, and are refused off the scale."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.phases.readiness.commands import (
    AnswerReadiness,
    Approach,
)
from domain.phases.readiness.events import Preconditions, ReadinessAnswered
from domain.phases.readiness.rating import PRECONDITIONS
from domain.refusals import AlreadyAnswered, Malformed
from tests.domain.phases.test_readiness import WELL, state
from tests.fixtures.rules import Play


@pytest.fixture
def play() -> Play:
    return Play.of("readiness")


def test_an_answer_may_change_until_its_due_day_and_both_stand_in_the_ledger(play: Play) -> None:
    play.seat_says("seat-01", WELL)
    changed = play.seat_says("seat-01", AnswerReadiness(Approach.UNSURE, 1, 2, 4))
    assert changed[0] == ReadinessAnswered(
        "seat-01", 1, Preconditions(Approach.UNSURE, 1, 2, 4), None, Preconditions(Approach.RIGHT, 3, 2, 4)
    )
    assert state(play).ratings["seat-01"].champions == 1
    play.wait(15)
    with pytest.raises(AlreadyAnswered, match="until its due day"):
        play.seat_says("seat-01", WELL)


def test_the_same_answer_twice_is_one_answer(play: Play) -> None:
    play.seat_says("seat-01", WELL)
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-01", WELL)


def test_a_first_answer_after_the_due_day_counts_until_the_window_ends(play: Play) -> None:
    play.wait(15)
    play.seat_says("seat-01", WELL)
    assert state(play).ratings.keys() == {"seat-01"}
    play.wait_until(play.initiative.at.due)
    late = play.seat_says("seat-02", WELL)
    assert [event.KIND for event in late] == ["answer.came_late"]


@pytest.mark.parametrize("path", PRECONDITIONS)
@pytest.mark.parametrize("rating", [0, 5])
def test_what_is_not_on_the_scale_is_refused_at_its_place(play: Play, path: str, rating: int) -> None:
    with pytest.raises(Malformed) as refused:
        play.seat_says("seat-01", replace(WELL, **{path: rating}))
    assert refused.value.path == path
