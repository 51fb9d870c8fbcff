"""Votes: every outcome of small votes against the words of the design."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events import Choice
from domain.operating_model import DecideHow
from domain.votes import needed_of, tally

SHARES = {DecideHow.MAJORITY: Fraction(1, 2), DecideHow.TWO_THIRDS: Fraction(2, 3)}
SEATS = tuple(f"s{n}" for n in range(6))
ballots = st.dictionaries(st.sampled_from(SEATS), st.sampled_from(Choice))


def enough(how: DecideHow, votes_for: int, cast: int) -> bool:
    """More than half, or two thirds; never without a single vote for it."""
    reached = votes_for > SHARES[how] * cast or (how is DecideHow.TWO_THIRDS and votes_for == SHARES[how] * cast)
    return reached and votes_for > 0


@pytest.mark.parametrize("how", SHARES)
def test_every_vote_of_up_to_six_seats_passes_as_the_words_say(how: DecideHow) -> None:
    for choices in product([*Choice, None], repeat=6):
        cast = {seat: choice for seat, choice in zip(SEATS, choices, strict=True) if choice is not None}
        votes_for, votes_against = choices.count(Choice.FOR), choices.count(Choice.AGAINST)
        counted = tally(how, cast, SEATS)
        assert counted.passed == enough(how, votes_for, votes_for + votes_against), choices
        assert counted.tie == (votes_for == votes_against > 0)
        assert (counted.votes_for, counted.votes_against) == (votes_for, votes_against)
        assert counted.abstained == choices.count(Choice.ABSTAIN)
        assert counted.silent == tuple(seat for seat in SEATS if seat not in cast)


@given(st.sampled_from(sorted(SHARES)), st.integers(0, 400))
def test_a_needed_share_is_the_least_whole_number_that_suffices(how: DecideHow, cast: int) -> None:
    assert needed_of(how, cast) == next(n for n in range(cast + 2) if enough(how, n, cast))


@given(ballots, st.permutations(SEATS))
def test_the_order_of_seats_and_ballots_changes_no_count(cast: dict[str, Choice], order: list[str]) -> None:
    mixed = {seat: cast[seat] for seat in order if seat in cast}
    assert tally(DecideHow.MAJORITY, mixed, SEATS) == tally(DecideHow.MAJORITY, cast, SEATS)


@given(ballots, st.sets(st.sampled_from(SEATS)))
def test_a_ballot_of_a_seat_that_is_not_entitled_does_not_count(cast: dict[str, Choice], entitled: set[str]) -> None:
    seats = tuple(seat for seat in SEATS if seat in entitled)
    theirs = {seat: choice for seat, choice in cast.items() if seat in entitled}
    assert tally(DecideHow.TWO_THIRDS, cast, seats) == tally(DecideHow.TWO_THIRDS, theirs, seats)


@given(ballots, st.sampled_from(SEATS), st.sampled_from(sorted(SHARES)))
def test_a_further_vote_for_never_makes_a_passing_vote_fail(cast: dict[str, Choice], seat: str, how: DecideHow) -> None:
    if tally(how, cast, SEATS).passed:
        assert tally(how, {**cast, seat: Choice.FOR}, SEATS).passed


def test_abstaining_takes_part_and_weighs_nothing() -> None:
    counted = tally(DecideHow.TWO_THIRDS, {"s0": Choice.FOR, "s1": Choice.ABSTAIN}, SEATS[:2])
    assert (counted.passed, counted.abstained, counted.silent) == (True, 1, ())


def test_a_vote_without_a_vote_fails_and_is_no_tie() -> None:
    counted = tally(DecideHow.MAJORITY, {}, SEATS)
    assert (counted.passed, counted.tie, counted.needed) == (False, False, 1)
