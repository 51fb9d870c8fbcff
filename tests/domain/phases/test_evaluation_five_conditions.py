"""The five conditions: medians in sectors, the mean over sectors, and what is not shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.phases.evaluation.commands import AnswerRubric
from domain.phases.evaluation.five_conditions import Condition, SectorRating, five_conditions, rated
from domain.seats import Sector
from tests.fixtures.rules import Play, roster

SEATS = [seat.id for seat in roster()]
RATINGS = st.dictionaries(
    st.sampled_from(list(Sector)), st.lists(st.integers(1, 4), min_size=1, max_size=6), min_size=1
)
A, B = Sector.ASSOCIATION, Sector.MUNICIPALITY


def test_the_median_of_an_even_number_is_the_lower_middle() -> None:
    condition = rated("common_agenda", {A: [1, 4, 2, 3]})
    assert condition.sectors == {A: SectorRating(2, 4)}


def test_the_mean_is_over_sectors_in_hundredths_rounded_down() -> None:
    condition = rated("common_agenda", {A: [4], B: [3, 3], Sector.COMPANY: [1]})
    assert (condition.mean, condition.n, condition.spread) == (266, 4, (1, 4))


@pytest.mark.parametrize(
    ("by_sector", "met"),
    [
        ({A: [3, 3], B: [3]}, True),
        ({A: [4, 4], B: [2]}, True),
        ({A: [4] * 9, B: [4], Sector.COMPANY: [4], Sector.LEADER: [1]}, False),
        ({A: [4] * 100, B: [2], Sector.COMPANY: [2]}, False),
    ],
)
def test_a_condition_is_met_at_three_with_no_sector_below_two(by_sector: dict[Sector, list[int]], met: bool) -> None:
    assert rated("common_agenda", by_sector).met is met


def test_fewer_than_three_ratings_show_nothing_but_their_number() -> None:
    assert rated("common_agenda", {A: [4], B: [4]}) == Condition("common_agenda", 2)


def test_what_nobody_knows_stays_missing_and_is_never_zero() -> None:
    play = Play.of("evaluation")
    for seat in SEATS:
        play.seat_says(seat, AnswerRubric(common_agenda=4))
    first, *others = five_conditions(play.initiative)
    assert (first.n, first.mean, first.met) == (12, 400, True)
    assert {(c.n, c.mean, c.met) for c in others} == {(0, None, None)}


def test_a_seat_that_does_not_know_leaves_its_sector_to_the_others() -> None:
    play = Play.of("evaluation")
    for seat in SEATS[:5]:
        play.seat_says(seat, AnswerRubric(common_agenda=3))
    play.seat_says(SEATS[6], AnswerRubric(shared_measurement=1))
    first, *_ = five_conditions(play.initiative)
    assert first.sectors[Sector.ASSOCIATION] == SectorRating(3, 1)
    assert Sector.COMPANY not in first.sectors


def test_the_conditions_are_rated_in_evaluation_alone() -> None:
    with pytest.raises(LookupError):
        five_conditions(Play.of("convening").initiative)


@given(RATINGS, st.integers(2, 9))
def test_a_sector_that_answers_many_times_over_weighs_no_more(by_sector: dict[Sector, list[int]], times: int) -> None:
    loudest = min(by_sector)
    once, many = rated("x", by_sector), rated("x", by_sector | {loudest: by_sector[loudest] * times})
    if once.mean is not None:
        assert (many.mean, many.met) == (once.mean, once.met)


@given(RATINGS)
def test_a_mean_lies_within_the_spread(by_sector: dict[Sector, list[int]]) -> None:
    condition = rated("x", by_sector)
    if condition.mean is not None and condition.spread is not None:
        assert condition.spread[0] * 100 <= condition.mean <= condition.spread[1] * 100


HUNDRED = st.lists(st.integers(1, 4), min_size=100, max_size=100)


@given(RATINGS, st.sampled_from(Sector), HUNDRED)
def test_a_hundred_extra_answers_of_one_sector_move_a_condition_no_more_than_its_weight(
    by_sector: dict[Sector, list[int]], sector: Sector, extra: list[int]
) -> None:
    before = rated("common_agenda", by_sector)
    crowded = rated("common_agenda", by_sector | {sector: [*by_sector.get(sector, []), *extra]})
    assert crowded.mean is not None
    if before.mean is not None:
        whole_scale, rounding = 300, 1  # from 1 to 4 in hundredths; a mean is rounded down
        assert abs(crowded.mean - before.mean) <= whole_scale / len(crowded.sectors) + rounding
    others = {one: rating for one, rating in crowded.sectors.items() if one != sector}
    assert others == {one: rating for one, rating in before.sectors.items() if one != sector} or before.mean is None
