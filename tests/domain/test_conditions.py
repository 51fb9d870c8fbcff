"""The five conditions: medians in sectors, the mean over sectors, and what is not shown."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.conditions import CONDITIONS, REALISED, Condition, Ratings, SectorRating, by_condition, rated
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
    condition = rated("common_agenda", {A: [4], B: [3, 3, 3], Sector.COMPANY: [1, 4]})
    assert (condition.mean, condition.n, condition.spread) == (266, 6, (1, 4))


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
    assert rated("common_agenda", given_ratings | {B: [2, 2, 2]}).below(3) == (B,)


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
    assert many.met == once.met or once.met is None
    if once.mean is not None and many.mean is not None:
        assert many.mean == once.mean


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
    if before.mean is not None and crowded.mean is not None:
        whole_scale, rounding = 300, 1  # from 1 to 4 in hundredths; a mean is rounded down
        assert abs(crowded.mean - before.mean) <= whole_scale / len(crowded.sectors) + rounding
    others = {one: rating for one, rating in crowded.sectors.items() if one != sector}
    assert others == {one: rating for one, rating in before.sectors.items() if one != sector} or before.met is None


def test_of_a_sector_of_one_or_two_seats_only_their_number_is_told() -> None:
    told = rated("x", {A: [3, 3, 3], B: [1], Sector.COMPANY: [1, 4]})
    assert told.sectors == {A: SectorRating(3, 3), B: SectorRating(None, 1), Sector.COMPANY: SectorRating(None, 2)}
    assert told.below(2) == ()


def test_the_mean_is_not_told_where_it_betrays_one_or_two_seats_and_the_condition_is_judged_all_the_same() -> None:
    one, two = {A: [4, 4, 4], B: [1]}, {A: [4, 4, 4], B: [1], Sector.COMPANY: [4]}
    for told in (rated("x", one), rated("x", two)):
        assert (told.mean, told.spread, told.met) == (None, None, False)
    assert rated("x", two | {Sector.LEADER: [3]}).mean == 300


SMALL = st.dictionaries(st.sampled_from([A, B, Sector.COMPANY]), st.lists(st.integers(1, 4), min_size=1, max_size=4))


@given(SMALL, st.integers(1, 4))
def test_what_is_told_never_says_what_a_seat_that_is_alone_in_its_sector_has_rated(
    by_sector: dict[Sector, list[int]], rating: int
) -> None:
    """An independent reading: whoever is told all figures cannot tell its rating from any other, unless at least two
    more seats stand between it and what is told.
    """
    for sector, given_by in by_sector.items():
        untold = [n for n in map(len, by_sector.values()) if n < 3]
        if len(given_by) == 1 and sum(untold) < 3:
            one, other = rated("x", by_sector), rated("x", by_sector | {sector: [rating]})
            assert replace(one, met=None) == replace(other, met=None)


@given(RATINGS, st.sampled_from([REALISED, ConditionsRule(2, 1), ConditionsRule(4, 3)]))
def test_a_condition_is_judged_by_all_ratings_whatever_is_told_of_them(
    by_sector: dict[Sector, list[int]], rule: ConditionsRule
) -> None:
    medians = [sorted(given_by)[(len(given_by) - 1) // 2] for given_by in by_sector.values()]
    expected = Fraction(sum(medians), len(medians)) >= rule.least and min(medians) >= rule.no_sector_below
    assert rated("x", by_sector, rule).met == (expected if sum(map(len, by_sector.values())) >= 3 else None)
