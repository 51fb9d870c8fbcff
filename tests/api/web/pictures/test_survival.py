"""Survival: every practice is in every bar, and nothing that is unknown looks alive."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.pictures.survival import CheckIn, Fate
from tests.api.web.pictures.samples import survival
from tests.api.web.pictures.sheets import WORDS_OF_ALL_LENGTHS, require_readable
from tests.fixtures.profiles import examples

COUNTS = st.dictionaries(st.sampled_from(Fate), st.integers(0, 500), max_size=6)
CHECK_INS = st.builds(CheckIn, st.sampled_from(WORDS_OF_ALL_LENGTHS), COUNTS)


@examples(60)
@given(st.lists(CHECK_INS, min_size=1, max_size=6).map(tuple))
def test_whatever_became_of_practices_the_picture_is_readable(check_ins: tuple[CheckIn, ...]) -> None:
    require_readable(replace(survival(), check_ins=check_ins).drawn)


def test_a_bar_is_as_long_as_all_practices_and_a_piece_as_its_share() -> None:
    drawn = replace(survival(), check_ins=(CheckIn("3 kk", {Fate.ALIVE: 3, Fate.UNKNOWN: 1}),)).drawn
    alive, unknown, *_ = drawn.shapes
    wide = alive.box.right - alive.box.left
    assert wide == pytest.approx(3 * (unknown.box.right - unknown.box.left), abs=4)


def test_what_is_unknown_is_striped_and_what_is_to_come_dashed() -> None:
    drawn = replace(survival(), check_ins=(CheckIn("3 kk", {Fate.UNKNOWN: 1, Fate.TO_COME: 1}),)).drawn
    unknown, to_come, *_ = drawn.shapes
    assert unknown.hatched
    assert to_come.dash
    assert not to_come.hatched
