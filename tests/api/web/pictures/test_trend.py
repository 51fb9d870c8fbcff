"""The trend: no line over what is missing, none over a break, and all of it readable."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.web.pictures.trend import Report, Series, Trend, Value
from tests.api.web.pictures.samples import day, trend
from tests.api.web.pictures.sheets import require_readable
from tests.fixtures.profiles import examples

NUMBERS = st.one_of(st.floats(-1e6, 1e6), st.integers(0, 100).map(float)).map(lambda n: Value(n, f"{n:.4g}"))
VALUES = st.one_of(st.none(), NUMBERS)


@st.composite
def _series(draw: st.DrawFn) -> tuple[Series, ...]:
    at, found = day(1, 1), []
    for number in range(draw(st.integers(1, 3))):
        since, reports = at, []
        for _ in range(draw(st.integers(0, 12))):
            at += timedelta(hours=draw(st.integers(0, 2000)))
            reports.append(Report(at, f"{at.day}.{at.month}.", draw(VALUES), ""))
        baseline, target, low, high = (draw(VALUES) for _ in range(4))
        found.append(Series(since, tuple(reports), baseline, target, low, high, "toisin" if number else ""))
    return tuple(found)


@examples(30)
@given(_series())
def test_whatever_was_reported_the_trend_is_readable(series: tuple[Series, ...]) -> None:
    shown = replace(trend(), series=series)
    require_readable(shown.drawn)
    for line in shown.bars:
        if line.bar is not None:
            require_readable(line.bar)


def test_no_line_is_drawn_over_a_value_that_could_not_be_obtained_nor_over_a_break() -> None:
    lines = [shape for shape in trend().drawn.shapes if shape.css == "now" and not shape.dash]
    assert [shape.path.count("L") for shape in lines] == [4, 1]


def test_what_could_not_be_obtained_is_no_nought() -> None:
    nothing = Trend(
        id="t", title="t", description="d", series=(Series(day(1, 1), (Report(day(1, 2), "2.1.", None, "ei saatu"),)),)
    )
    assert [line.bar for line in nothing.bars] == [None]
    assert not [shape for shape in nothing.drawn.shapes if shape.css == "fnow"]


def test_the_newest_value_is_always_written() -> None:
    reports = tuple(Report(day(1, 1) + timedelta(days=n), str(n), Value(n, f"n{n}"), "") for n in range(60))
    drawn = replace(trend(), series=(Series(day(1, 1), reports),)).drawn
    assert "n59" in [label.text for label in drawn.labels]


def test_a_break_is_a_line_in_the_picture_and_a_sentence_in_the_list() -> None:
    shown = trend()
    assert next(shape for shape in shown.drawn.shapes if shape.css == "late").dash == "2 4"
    assert [line.break_said for line in shown.bars if line.report is None] == [shown.series[1].break_said]
