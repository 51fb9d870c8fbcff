"""The trend of an indicator, read from its series."""

from __future__ import annotations

from datetime import timedelta

from api.trends import IndicatorView, Observed, SeriesView
from api.web.pictures.readings.trends import trend_of
from domain.facts import Level, Value
from tests.api.web.pictures.samples import day
from tests.api.web.pictures.sheets import require_readable

SINCE = day(1, 1)


def _observed(number: int, value: str | None) -> Observed:
    return Observed(f"o{number}", SINCE + timedelta(days=30 * number), Value(value))


def _view(*series: SeriesView, rhythm: str = "P1M") -> IndicatorView:
    return IndicatorView("i1", Level.OUTCOME, "seat-01", rhythm, 5, series=series)


FIRST = SeriesView(
    1,
    SINCE,
    "Kävijöitä tapahtumaa kohti",
    None,
    Value("28"),
    Value("40.5"),
    values=(_observed(1, "31"), _observed(2, None), _observed(3, "38.25")),
)


def test_numbers_are_written_as_the_language_does() -> None:
    shown = trend_of(_view(FIRST), "fi", "t1")
    assert (shown.title, shown.target, shown.baseline) == (
        "Kävijöitä tapahtumaa kohti",
        "tavoite 40,5",
        "lähtötaso 28",
    )
    assert [row[1] for row in shown.table.rows] == ["31", "lukua ei saatu", "38,25"]
    assert trend_of(_view(FIRST), "en", "t1").target == "target 40.5"
    require_readable(shown.drawn)


def test_a_new_definition_is_a_break_with_its_reason() -> None:
    second = SeriesView(
        2, SINCE + timedelta(days=100), "Ovesta tulleet", "tekijät mukaan", values=(_observed(4, "50"),)
    )
    shown = trend_of(_view(FIRST, second), "fi", "t1")
    assert shown.series[1].break_said.startswith("11.4.2026 laskutapa muuttui: tekijät mukaan. Luvut ennen")
    assert shown.target == ""
    assert [one.report is None for one in shown.bars] == [False, False, False, True, False]
    require_readable(shown.drawn)


def test_where_nothing_was_reported_for_long_the_line_has_a_gap_that_says_so() -> None:
    gap = SeriesView(1, SINCE, "x", None, values=(_observed(1, "1"), _observed(2, "2"), _observed(6, "3")))
    shown = trend_of(_view(gap), "en", "t1")
    assert [report.said for report in shown.reports] == ["1", "2", "not reported", "3"]
    lines = [shape for shape in shown.drawn.shapes if shape.css == "now" and not shape.dash]
    assert [line.path.count("L") for line in lines] == [1]


def test_an_indicator_that_nobody_has_reported_has_an_empty_picture() -> None:
    shown = trend_of(_view(SeriesView(1, SINCE, None, None)), "sv", "t1")
    assert (shown.title, shown.table.rows, shown.bars) == ("Mätare", (), ())
    require_readable(shown.drawn)
