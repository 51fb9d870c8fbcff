"""Ratings of an evaluation: every seat that takes part rates, and its last one before the due day counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.explaining import explain
from domain.phases.evaluation.commands import (
    AnswerRubric,
)
from domain.refusals import AlreadyAnswered, Malformed, NotEntitled
from tests.domain.phases.test_evaluation import ACTIVE, FACTS, OWNER, RATED
from tests.domain.phases.test_evaluation_verifiers import DECLINED
from tests.fixtures.profiles import examples
from tests.fixtures.rules import Play


@pytest.fixture
def play() -> Play:
    return Play.of("evaluation", **FACTS)


@pytest.mark.parametrize("rating", [0, 5, -1])
def test_a_rating_off_the_scale_is_refused_at_its_condition(play: Play, rating: int) -> None:
    with pytest.raises(Malformed) as refused:
        play.seat_says(OWNER, AnswerRubric(3, 3, rating))
    assert refused.value.path == "reinforcing_activities"


def test_only_seats_that_accepted_rate(play: Play) -> None:
    with pytest.raises(NotEntitled):
        play.seat_says(DECLINED, RATED)
    with pytest.raises(NotEntitled):
        play.say(RATED)


def test_the_last_rating_before_the_due_day_counts_and_names_the_one_it_replaces(play: Play) -> None:
    play.seat_says(OWNER, RATED)
    with pytest.raises(AlreadyAnswered):
        play.seat_says(OWNER, RATED)
    first, *_ = play.seat_says(OWNER, AnswerRubric(1, 1, 1, 1, 1))
    assert first.replaces.common_agenda == 3  # type: ignore[attr-defined]
    assert play.initiative.now_in.ratings[OWNER].backbone_support == 1  # type: ignore[attr-defined]
    play.wait(20)
    with pytest.raises(AlreadyAnswered):
        play.seat_says(OWNER, RATED)


def test_a_first_rating_counts_after_its_duty_lapsed(play: Play) -> None:
    play.wait(60)
    play.seat_says(OWNER, RATED)
    assert play.initiative.now_in.standing(play.initiative).present == (OWNER,)


@examples(15)
@given(st.permutations(ACTIVE))
def test_the_order_of_ratings_among_seats_does_not_matter(order: list[str]) -> None:
    play = Play.of("evaluation", **FACTS)
    for seat in order:
        play.seat_says(seat, AnswerRubric(int(seat[-1]) % 4 + 1))
    standing = play.initiative.now_in.standing(play.initiative)
    assert standing.present == ACTIVE
    assert explain(play.initiative, play.now).clauses[0].have == len(ACTIVE)
