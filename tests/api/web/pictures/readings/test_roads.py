"""The loop road of an initiative, as it stands at any moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from api.web.pictures.loop_road import Rest, Stand
from api.web.pictures.readings.roads import left_on, road_of, small_road_of
from models.states import InitiativeStatus
from tests.api.web.pictures.sheets import require_readable
from tests.domain.journeys import journeys
from tests.fixtures.profiles import examples
from tests.fixtures.rules import PHASES, Play

LANGUAGES = st.sampled_from(["fi", "sv", "en"])


@examples(9)
@given(journeys(), LANGUAGES)
def test_at_any_moment_the_road_is_readable_and_one_phase_is_under_way_or_all_has_ended(
    play: Play, language: str
) -> None:
    road = road_of(play.initiative, language)
    require_readable(road.large)
    under_way = [stop for stop in road.stops if stop.stand is Stand.NOW]
    assert len(under_way) == (0 if play.initiative.outcome else 1)
    assert (road.rest is Rest.ENDED) == (play.initiative.outcome is not None)
    left = left_on(play.entries)
    assert left.keys() <= {
        name for name, stop in zip(PHASES, road.stops, strict=True) if stop.stand is not Stand.ABSENT
    }


def test_phases_before_are_done_if_the_initiative_went_through_them() -> None:
    play = Play.of("convening")
    began_here = road_of(play.initiative, "fi")
    assert [stop.stand for stop in began_here.stops[:4]] == [Stand.ABSENT, Stand.ABSENT, Stand.NOW, Stand.AHEAD]

    rounds = {"readiness": 1, "need_identification": 2, "convening": 1}
    went_through = replace(play.initiative, rounds=rounds)
    road = road_of(went_through, "fi", ended_on={"readiness": date(2026, 9, 30)})
    assert [stop.stand for stop in road.stops[:3]] == [Stand.DONE, Stand.DONE, Stand.NOW]
    assert road.stops[0].told == "valmis ke 30.9."
    assert road.stops[1].told == "valmis"
    assert road.description.startswith("Valmiina: Valmius, Tarpeiden tunnistaminen. Menossa: Koollekutsuminen.")


def test_a_row_says_in_its_title_which_phase_it_is_and_that_it_rests() -> None:
    open_one = small_road_of("piloting", InitiativeStatus.OPEN, "fi", "r1")
    resting = small_road_of("piloting", InitiativeStatus.HELD, "en", "r2")
    ended = small_road_of("piloting", InitiativeStatus.ENDED, "sv", "r3")
    assert open_one.title == "Vaihe 5 / 7: Pilotointi"
    assert (resting.title, resting.rest) == ("Phase 5 / 7: Piloting, resting", Rest.PAUSED)
    assert (ended.rest, ended.stops[4].stand) == (Rest.ENDED, Stand.DONE)


def test_what_the_model_of_a_row_does_without_is_dotted() -> None:
    preparing = small_road_of("convening", InitiativeStatus.OPEN, "fi", "r", phases=list(PHASES)[:4])
    assert [stop.stand for stop in preparing.stops[3:]] == [Stand.AHEAD, *[Stand.ABSENT] * 3]
