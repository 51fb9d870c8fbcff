"""The five conditions: sectors side by side on the scale, filled from the limit on."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from api.web.pictures.conditions import Condition, Rating, Sector
from tests.api.web.pictures.samples import conditions
from tests.api.web.pictures.sheets import WORDS_OF_ALL_LENGTHS, require_readable
from tests.fixtures.profiles import examples

SECTORS = tuple(Sector(letter, f"sektori {letter}") for letter in "YVKHLRA")
RATINGS = st.lists(st.integers(1, 4), max_size=7).map(
    lambda values: tuple(Rating(sector, value) for sector, value in zip(SECTORS, values, strict=False))
)
NAMES = st.sampled_from(WORDS_OF_ALL_LENGTHS)
CONDITIONS = st.builds(Condition, NAMES, st.sampled_from([None, True, False]), NAMES, st.just("3,25"), RATINGS)


@examples(60)
@given(st.lists(CONDITIONS, min_size=5, max_size=5).map(tuple), st.integers(2, 4))
def test_however_seven_sectors_rate_their_letters_lie_apart(shown: tuple[Condition, ...], limit: int) -> None:
    require_readable(replace(conditions(), conditions=shown, limit=limit).drawn)


def test_sectors_at_the_limit_are_filled_those_before_it_hollow_and_those_below_the_floor_in_the_colour_of_late() -> (
    None
):
    drawn = conditions().drawn
    backs = {shape.css for shape in drawn.shapes if "A" in shape.path}
    assert {"fnow", "ground now", "ground late"} <= backs


def test_a_condition_of_which_too_little_is_known_shows_no_sector() -> None:
    unknown = [one for one in conditions().conditions if one.met is None]
    drawn = replace(conditions(), conditions=tuple(unknown)).drawn
    assert {label.text for label in drawn.labels} >= {"Jatkuva viestintä"}
    assert not [label for label in drawn.labels if label.text in "JVKH"]
