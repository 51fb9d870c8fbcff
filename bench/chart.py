"""The chart: for each goal, how far the figure is from what it must be."""

from __future__ import annotations

from html import escape

from bench.goals import GOALS, Goal
from bench.results import Result

ROW, LEFT, WIDTH, RIGHT = 24, 430, 360, 130
FULL = 2.0  # the bar's whole width: twice what it must be
COLOURS = {"aim reached": "#2e7d4f", "must reached": "#7a8f2a", "**missed**": "#b3492d"}


def drawn(results: dict[str, Result]) -> str:
    """A drawing in SVG: bars that end left of the line keep within what they must."""
    told = [(goal, value) for goal in GOALS if (value := _value(goal, results)) is not None]
    height = ROW * (len(told) + 2)
    must = LEFT + WIDTH / FULL
    size = f"{LEFT + WIDTH + RIGHT} {height}"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" font-family="sans-serif" font-size="13">',
        "<title>Figures as a share of what they must be at most</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        *(_bar(number, goal, value) for number, (goal, value) in enumerate(told, start=1)),
        f'<line x1="{must}" y1="{ROW}" x2="{must}" y2="{height - ROW / 2}" stroke="#333" stroke-dasharray="4 3"/>',
        f'<text x="{must}" y="16" text-anchor="middle">must</text>',
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _value(goal: Goal, results: dict[str, Result]) -> float | None:
    result = results.get(goal.measure)
    return result.figures.get(goal.figure) if result else None


def _bar(number: int, goal: Goal, value: float) -> str:
    """A bar and its words. A figure that should be large is drawn by what it lacks: must / value."""
    share = _share(goal, value)
    top, width = ROW * number, WIDTH * min(share, FULL) / FULL
    return (
        f'<text x="{LEFT - 8}" y="{top + 15}" text-anchor="end">{escape(goal.what)}</text>'
        f'<rect x="{LEFT}" y="{top + 4}" width="{max(width, 1):.1f}" height="{ROW - 10}" '
        f'fill="{COLOURS[goal.verdict(value)]}"/>'
        f'<text x="{LEFT + max(width, 1) + 6:.1f}" y="{top + 15}">{share:.2f}</text>'
    )


def _share(goal: Goal, value: float) -> float:
    above, below = (goal.must, value) if goal.least else (value, goal.must)
    if below == 0:
        return 0.0 if above == 0 else FULL
    return above / below
