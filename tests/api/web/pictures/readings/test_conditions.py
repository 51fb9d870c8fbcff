"""The five conditions, read from the newest round of ratings; of small sectors only that they answered."""

from __future__ import annotations

from api.conditions import ConditionsView, ConditionView, RatedView, SectorRated
from api.web.pictures.readings.conditions import conditions_of
from domain.conditions import CONDITIONS
from tests.api.web.pictures.samples import day
from tests.api.web.pictures.sheets import require_readable

SECTORS = (SectorRated("association", 3, 4), SectorRated("company", None, 1), SectorRated("municipality", 4, 3))


def _view(*rounds: RatedView) -> ConditionsView:
    return ConditionsView("i1", 3, 2, tuple(ConditionView(name, rounds, ()) for name in CONDITIONS))


RATED = RatedView(2, day(5, 1), 8, SECTORS, None, None, False)
ALL_TOLD = RatedView(2, day(5, 1), 7, (SECTORS[0], SECTORS[2]), 350, (3, 4), True)


def test_the_newest_round_that_anybody_rated_is_shown() -> None:
    before = RatedView(1, day(1, 1), 3, SECTORS[:1], 300, (3, 3), True)
    after = RatedView(3, day(9, 1), 0, (), None, None, None)
    shown = conditions_of(_view(before, ALL_TOLD, after), "fi")
    assert [one.met for one in shown.conditions] == [True] * 5
    assert shown.conditions[0].name == "Yhteinen tavoite"
    assert (shown.conditions[0].mean, shown.steps[2]) == ("3,5", "3 raja")
    assert [rating.sector.letter for rating in shown.conditions[0].ratings] == ["Y", "K"]
    require_readable(shown.drawn)


def test_a_sector_of_fewer_than_three_is_not_shown_nor_the_mean_that_would_betray_it() -> None:
    shown = conditions_of(_view(RATED), "en")
    first = shown.conditions[0]
    assert [rating.sector.name for rating in first.ratings] == ["associations", "municipalities"]
    assert first.mean == ""
    assert shown.foot.startswith("Fewer than three answers came from these, so they are not shown: companies.")
    assert "companies" not in shown.table.head


def test_before_anybody_rated_all_five_have_too_few_answers() -> None:
    shown = conditions_of(_view(), "sv")
    assert {one.verdict for one in shown.conditions} == {"För få svar"}
    assert shown.sectors == ""
    require_readable(shown.drawn)
