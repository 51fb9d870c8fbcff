"""Response over time: how many answers had come by which day after the question, and when reminders went out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from api.web.pictures.drawing import WIDTH, Box, Drawing, Label, Shape, placed
from api.web.pictures.picture import Picture, Table
from api.web.pictures.scales import Scale, round_ticks
from api.web.pictures.shapes import line, rectangle
from api.web.pictures.signs import HALF, ROW, Sign, drawn, legend, rows_of


@dataclass(frozen=True)
class Days:
    """What came from the `first` to the `last` day after the question: several, where numbers are too small to tell day
    by day. `when` says which days these are, `told` what came on them.
    """

    first: int
    last: int
    answers: int
    reminders: int
    when: str
    told: str


@dataclass(frozen=True, kw_only=True)
class Response(Picture):
    """Of `asked` questions, the answers by day in order. `total` says at the end of the line how many came in all.

    `untold` stands instead of the picture where so few were asked that nothing is told. `more` are tables of the same
    answers told otherwise.
    """

    asked: int
    days: tuple[Days, ...]
    total: str
    limit: str
    axis: str
    legend: tuple[tuple[Sign, str], ...] = ()
    untold: str = ""
    more: tuple[Table, ...] = ()

    @property
    def drawn(self) -> Drawing:
        """The picture."""
        return _drawn(self)


_LEFT, _RIGHT, _TOP, _BOTTOM, _SIGNS = 52.0, WIDTH - 180.0, 54.0, 236.0, 18.0
_LEAST_DAYS: Final = 7


def _drawn(of: Response) -> Drawing:
    last = max((day.last for day in of.days), default=0)
    across = Scale(0, max(last + 1, _LEAST_DAYS), _LEFT, _RIGHT)
    up = Scale(0, max(of.asked, 1), _BOTTOM, _TOP)
    axes, numbers = _axes(of, across, up)
    points = _line(of.days, across, up)
    signs, counts = _reminders(of.days, across)
    entries = list(of.legend)
    foot = _BOTTOM + 48
    meant, meanings = legend(entries, 0, foot, WIDTH)
    curve = [line(points, "now", 3)] if len(points) > 1 else []
    ends = _ends(of, points, up)
    height = foot + ROW * rows_of(entries, 0, WIDTH) + 4
    return Drawing(WIDTH, height, (*axes, *signs, *curve, *meant), (*numbers, *counts, *ends, *meanings))


def _axes(of: Response, across: Scale, up: Scale) -> tuple[list[Shape], list[Label]]:
    shapes = [line(((_LEFT, _BOTTOM), (_RIGHT, _BOTTOM)), "todo", 1.2)]
    ticks = [tick for tick in round_ticks((0, of.asked), whole=True) if tick <= max(of.asked, 1)]
    shapes += [line(((_LEFT, up.at(tick)), (_RIGHT, up.at(tick))), "grid", 1.2) for tick in ticks[1:]]
    shapes.append(line(((_LEFT, up.at(of.asked)), (_RIGHT, up.at(of.asked))), "now", 1.6, dash="7 5"))
    numbers = [Label(_LEFT - 10, up.at(tick) + 5, f"{tick:g}", "q", "end") for tick in ticks]
    end = Label(_RIGHT, _BOTTOM + 40, of.axis, "q", "end")
    days = placed(
        ([Label(across.at(day), _BOTTOM + 20, f"{day:g}", "q", "middle")] for day in _weeks(across.high)),
        [],
        Box(0, 0, WIDTH, WIDTH),
        apart=8,
    )
    return shapes, [*numbers, *days, end]


def _weeks(days: float) -> list[int]:
    """Days to write: weeks where they fit, else so many weeks at once."""
    step = 1 if days <= _LEAST_DAYS * 2 else 7 * max(1, round(days / 70))
    return list(range(0, int(days) + 1, step))


def _line(days: Sequence[Days], across: Scale, up: Scale) -> list[tuple[float, float]]:
    """Steps at single days; a slope over days that are told together, as it is not known which of them it was."""
    points = [(across.at(0), up.at(0))]
    so_far = list(accumulate((day.answers for day in days), initial=0))
    for day, before, after in zip(days, so_far, so_far[1:], strict=False):
        points.append((across.at(day.first), up.at(before)))
        points.append((across.at(day.first if day.first == day.last else day.last + 1), up.at(after)))
    return list(dict.fromkeys(points))


def _reminders(days: Sequence[Days], across: Scale) -> tuple[list[Shape], list[Label]]:
    """A letter above each day on which reminders went out, with how many; those that would touch are drawn as one, with
    their sum.
    """
    groups: list[tuple[float, float, int]] = []
    for day in days:
        if not day.reminders:
            continue
        x = across.at((day.first + day.last) / 2)
        if groups and x - groups[-1][1] < _ROOM:
            first, _, sum_of = groups[-1]
            groups[-1] = (first, x, sum_of + day.reminders)
        else:
            groups.append((x, x, day.reminders))
    shapes: list[Shape] = []
    labels: list[Label] = []
    for first, last, count in groups:
        middle = (first + last) / 2
        shapes.append(line(((middle, _SIGNS + HALF), (middle, _BOTTOM)), "soon", 1.4, dash="3 4"))
        if last > first:
            shapes.append(rectangle(Box(first, _SIGNS + HALF + 1, last, _SIGNS + HALF + 4), "soon", stroke=1))
        shapes += drawn(Sign.LETTER, (middle, _SIGNS))
        labels.append(Label(middle + HALF + 4, _SIGNS + 5, str(count), "q"))
    return shapes, labels


_ROOM: Final = 52.0


def _ends(of: Response, points: Sequence[tuple[float, float]], up: Scale) -> list[Label]:
    """How many were asked at their line, and how many answered at the end of theirs, not over one another."""
    limit = up.at(of.asked) + 5
    total = points[-1][1] + 5
    if total - limit < _APART:
        total = limit + _APART
    return [Label(_RIGHT + 10, limit, of.limit, "q"), Label(_RIGHT + 10, total, of.total, "b")]


_APART: Final = 20.0
