"""The five conditions: medians in sectors, the mean over sectors, and what is not shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.conditions import CONDITIONS, Condition, Ratings, SectorRating, by_condition, rated
from domain.gate_words import ConditionsRule
from domain.seats import Sector

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


def test_a_model_may_ask_for_more_or_less_than_the_scale_calls_met() -> None:
    given_ratings = {A: [3, 3], B: [2]}
    assert rated("common_agenda", given_ratings, ConditionsRule(2, 2)).met
    assert not rated("common_agenda", given_ratings, ConditionsRule(2, 2)).below(2)
    assert rated("common_agenda", given_ratings, ConditionsRule(2, 3)).met is False
    assert rated("common_agenda", given_ratings).below(3) == (B,)


def test_every_condition_is_told_and_what_a_seat_does_not_know_is_left_out() -> None:
    ratings = {"x": Ratings(common_agenda=3), "y": Ratings(common_agenda=1, backbone_support=4), "gone": Ratings(4)}
    found = by_condition(ratings, {"x": A, "y": A})
    assert list(found) == list(CONDITIONS)
    assert found["common_agenda"] == {A: (3, 1)}
    assert (found["backbone_support"], found["shared_measurement"]) == ({A: (4,)}, {})


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
