"""The gate of readiness: five seats of three sectors who rate well, and nothing that could pass for them."""

from __future__ import annotations

from statistics import median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.explaining import explain
from domain.phases.readiness.rating import PRECONDITIONS
from domain.refusals import GateShut
from domain.seats import Sector
from tests.domain.phases.test_readiness import ADVANCE, WELL, answered, clause
from tests.fixtures.rules import Play, roster


@pytest.fixture
def play() -> Play:
    return Play.of("readiness")


def test_five_seats_of_three_sectors_who_rate_well_open_the_gate(play: Play) -> None:
    answered(play, *[(2, 2, 2)] * 5)
    explained = explain(play.initiative, play.now)
    assert explained.open
    assert [c.clause for c in explained.clauses if c.clause.startswith("m")] == [
        "median.champions",
        "median.resources",
        "median.urgency",
        "mandate.valid",
    ]
    play.say(ADVANCE)
    assert play.initiative.at.to == "need_identification"


def test_four_seats_are_not_enough_however_well_they_rate(play: Play) -> None:
    answered(play, *[(4, 4, 4)] * 4)
    assert clause(play, "quorum") == (4, 5, False)
    with pytest.raises(GateShut, match="quorum has 4 of 5"):
        play.say(ADVANCE)


def test_five_seats_of_two_sectors_are_not_enough() -> None:
    play = Play.of("readiness", roster(12, sectors=(Sector.ASSOCIATION, Sector.MUNICIPALITY)))
    answered(play, *[(4, 4, 4)] * 5)
    assert clause(play, "sectors.distinct") == (2, 3, False)


@pytest.mark.parametrize("lacking", PRECONDITIONS)
def test_each_precondition_stands_by_itself(play: Play, lacking: str) -> None:
    low = tuple(1 if name == lacking else 4 for name in PRECONDITIONS)
    answered(play, *[low] * 3, (4, 4, 4), (4, 4, 4))
    assert clause(play, f"median.{lacking}") == (1, 2, False)
    assert {name for name in PRECONDITIONS if not clause(play, f"median.{name}")[2]} == {lacking}


def test_the_median_of_an_even_number_is_the_lower_middle(play: Play) -> None:
    answered(play, *[(1, 2, 2)] * 3, *[(4, 4, 4)] * 3)
    assert clause(play, "median.champions") == (1, 2, False)
    play.seat_says("seat-07", WELL)
    assert clause(play, "median.champions") == (3, 2, True)


@given(st.lists(st.integers(1, 4), max_size=12))
def test_those_who_would_open_the_gate_open_it_and_without_the_last_of_them_it_stays_shut(ratings: list[int]) -> None:
    play = answered(Play.of("readiness", roster(14)), *[(rating, 4, 4) for rating in ratings])
    completing = explain(play.initiative, play.now).completing
    if completing is None:
        assert median_low(ratings) < 2
        return
    for seat in completing:
        assert not explain(play.initiative, play.now).open
        play.seat_says(seat, WELL)
    assert explain(play.initiative, play.now).open


def test_without_a_rating_nothing_is_known_which_is_no_zero_that_could_pass(play: Play) -> None:
    assert clause(play, "median.urgency") == (0, 2, False)


def test_what_would_open_the_gate_are_five_seats_and_the_note(play: Play) -> None:
    assert explain(play.initiative, play.now).completing == (
        "coordinator",
        *(f"seat-{number:02}" for number in range(1, 6)),
    )
