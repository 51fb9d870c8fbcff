"""The page of figures, made from the results: what was reached, what was not, and on which machine."""

from __future__ import annotations

from bench.campaign import ROOT
from bench.chart import drawn
from bench.goals import GOALS, NOT_MEASURED, Goal, shown
from bench.results import Result, latest, stored

PAGE, CHART = ROOT / "docs" / "performance.md", ROOT / "docs" / "performance.svg"
FIRST, LAST = "<!-- figures -->", "<!-- end of figures -->"


def write() -> None:
    """Put the table into the page, between its marks, and draw the chart."""
    results = latest(stored())
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(FIRST)
    after = rest.partition(LAST)[2]
    PAGE.write_text(f"{before}{FIRST}\n{table(results)}{LAST}{after}", encoding="utf-8")
    CHART.write_text(drawn(results), encoding="utf-8")


def table(results: dict[str, Result]) -> str:
    """The goals with what was measured last, then all figures as they were taken."""
    rows = [_row(goal, results) for goal in GOALS]
    rows += [f"| {what} | | | not measured here | {where} |" for what, where in NOT_MEASURED]
    head = "| figure | must | aim | measured | verdict |\n|---|---|---|---|---|\n"
    return head + "\n".join(rows) + "\n\n" + _all_figures(results)


def _row(goal: Goal, results: dict[str, Result]) -> str:
    result = results.get(goal.measure)
    value = result.figures.get(goal.figure) if result else None
    verdict = "not run" if value is None else goal.verdict(value)
    return f"| {goal.what} | {goal.bound(goal.must)} | {goal.bound(goal.aim)} | {shown(value, goal.unit)} | {verdict} |"


def _all_figures(results: dict[str, Result]) -> str:
    rows = ["| measure | figures | commit | date | load before | pairs | seconds |", "|---|---|---|---|---|---|---|"]
    for name, result in results.items():
        figures = "; ".join(f"{figure} {shown(value)}" for figure, value in result.figures.items())
        told = (result.commit, result.date, f"{result.load:.2f}", str(result.pairs), f"{result.seconds:.0f}")
        rows.append(f"| {name} | {figures} | {' | '.join(told)} |")
    machines = sorted({result.machine for result in results.values()})
    return "\n".join([*rows, "", *(f"Machine: {machine}." for machine in machines)]) + "\n"
