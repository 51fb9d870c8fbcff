"""Shares: exact in both directions, and kept by the ledger as they were."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from domain.shares import Share
from domain.wire import plain, typed

fractions = st.fractions(Fraction(1, 1000), 1, max_denominator=1000)


@given(st.integers(0, 1000), fractions)
def test_what_a_share_needs_is_the_least_whole_number_that_reaches_it(total: int, part: Fraction) -> None:
    needed = Share(part.numerator, part.denominator).least_of(total)
    assert needed >= part * total > needed - 1


@given(st.integers(0, 1000), fractions)
def test_what_a_share_allows_is_the_largest_whole_number_within_it(total: int, part: Fraction) -> None:
    allowed = Share(part.numerator, part.denominator).most_of(total)
    assert allowed <= part * total < allowed + 1


def test_a_share_travels_as_two_whole_numbers() -> None:
    assert plain(Share(2, 3)) == {"part": 2, "whole": 3}
    assert typed(Share, plain(Share(2, 3))) == Share(2, 3)
