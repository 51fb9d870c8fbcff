"""The loop road: how phases are told apart by shape, and that its numbers can be read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.web.pictures.loop_road import LoopRoad, Rest, Stand, Stop
from tests.api.web.pictures.samples import road
from tests.api.web.pictures.sheets import require_readable
from tests.fixtures.profiles import examples

STANDS = st.lists(st.sampled_from(Stand), min_size=7, max_size=7)


@examples(60)
@given(STANDS, st.sampled_from([None, *Rest]))
def test_wherever_an_initiative_stands_its_road_is_readable(stands: list[Stand], rest: Rest | None) -> None:
    stops = tuple(Stop(f"Vaihe {number}", stand) for number, stand in enumerate(stands, start=1))
    drawn = LoopRoad(id="road", title="t", description="d", stops=stops, round="Kierros 12", place="7 / 7", rest=rest)
    require_readable(drawn.large)
    require_readable(drawn.small)


def test_done_now_ahead_and_absent_differ_in_shape_and_not_in_colour_alone() -> None:
    drawn = road(4, absent=(6,)).small
    _, _, done, _, now, ahead, absent, *_ = drawn.shapes

    assert now.stroke > done.stroke > ahead.stroke
    assert absent.dash
    assert not ahead.dash


def test_a_row_tells_the_number_of_its_phase_and_a_rest_its_sign_instead() -> None:
    assert [label.text for label in road(5).small.labels] == ["5"]
    assert road(5, rest=Rest.PAUSED).small.labels == ()
    assert len(road(5, rest=Rest.PAUSED).small.shapes) == len(road(5).small.shapes) + 2
