"""The page and the chart that are made from results."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from bench.__main__ import main
from bench.chart import drawn
from bench.goals import GOALS, Goal
from bench.load import Leg, percentile
from bench.report import table
from bench.results import Result, latest
from bench.turns import ratio


def result(measure: str, **figures: float) -> Result:
    return Result(measure, dict(figures), "abc1234", "2026-11-24 10:00", "2 × CPU", 0.1, pairs=3, seconds=9.0)


RESULTS = {
    "throughput": result("throughput", rate_ratio=0.81, rate_ratio_without_http=0.5),
    "burst": result("burst", raised_errors=0, raised_ratio=1.1),
}


@pytest.mark.parametrize(
    ("goal", "value", "verdict"),
    [
        (Goal("rate", "m", "f", 0.8, 0.95, least=True), 0.96, "aim reached"),
        (Goal("rate", "m", "f", 0.8, 0.95, least=True), 0.8, "must reached"),
        (Goal("rate", "m", "f", 0.8, 0.95, least=True), 0.79, "**missed**"),
        (Goal("time", "m", "f", 2, 1.2), 1.2, "aim reached"),
        (Goal("time", "m", "f", 2, 1.2), 2.1, "**missed**"),
    ],
)
def test_a_verdict_says_which_bound_was_kept(goal: Goal, value: float, verdict: str) -> None:
    assert goal.verdict(value) == verdict


def test_the_table_has_a_line_for_each_goal_and_says_what_was_not_run() -> None:
    page = table(RESULTS)
    assert all(goal.what in page for goal in GOALS)
    assert "≥ 0.8 × | ≥ 0.95 × | 0.81 × | must reached" in page
    assert page.count("not run") == len(GOALS) - 4
    assert "not measured here" in page


def test_the_chart_is_a_drawing_with_a_bar_for_each_figure() -> None:
    drawing = ElementTree.fromstring(drawn(RESULTS))
    bars = [part for part in drawing if part.tag.endswith("rect")][1:]
    assert len(bars) == 4


def test_the_last_result_of_a_measure_counts() -> None:
    assert latest(iter([result("a", x=1), result("b", x=2), result("a", x=3)]))["a"].figures == {"x": 3}


def test_turns_that_followed_each_other_are_compared() -> None:
    assert ratio([1.0, 10.0, 4.0], [2.0, 10.0, 2.0]) == 1.0
    assert percentile(range(1, 101), 0.99) == 99
    assert Leg(2.0, [0.1] * 10, 0.5).rate == 5.0


def test_an_unknown_measure_is_told_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["unheard-of"]) == 2
    assert "throughput" in capsys.readouterr().err
