"""The trend of an indicator: its values against baseline and target, with honest gaps and visible breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from api.web.pictures.drawing import WIDTH, Box, Drawing, Label, Shape, placed
from api.web.pictures.lettering import cut, width_of
from api.web.pictures.picture import Picture
from api.web.pictures.scales import Scale, round_ticks, written
from api.web.pictures.shapes import circle, line, rectangle
from api.web.pictures.signs import ROW, Sign, drawn, legend, rows_of


@dataclass(frozen=True)
class Value:
    """A number and how it is written."""

    number: float
    said: str


@dataclass(frozen=True)
class Report:
    """What was reported at an instant, and how its day is written. No value: it could not be obtained."""

    at: datetime
    day: str
    value: Value | None
    said: str


@dataclass(frozen=True)
class Series:
    """The reports under one definition, and the values that hold with it. `break_said` tells why it began; the first
    series has none.
    """

    since: datetime
    reports: tuple[Report, ...] = ()
    baseline: Value | None = None
    target: Value | None = None
    low: Value | None = None
    high: Value | None = None
    break_said: str = ""


@dataclass(frozen=True, kw_only=True)
class Trend(Picture):
    """An indicator from its first series on, one at least. `target` and `baseline` say what their lines are called,
    with the values of the newest series; `foot` explains the list. The axis is written with `decimal_mark`.
    """

    series: tuple[Series, ...]
    target: str = ""
    baseline: str = ""
    foot: str = ""
    legend: tuple[tuple[Sign, str], ...] = ()
    decimal_mark: str = "."

    @property
    def drawn(self) -> Drawing:
        """The picture."""
        return _drawn(self)

    @property
    def reports(self) -> tuple[Report, ...]:
        """All reports in order."""
        return tuple(report for one in self.series for report in one.reports)

    @property
    def bars(self) -> tuple[Listed, ...]:
        """The same for narrow screens: a line for every report, with a bar."""
        return tuple(_listed(self))


@dataclass(frozen=True)
class Listed:
    """A line of the list: a report with its bar (None: no value), or a break of the series (no report)."""

    report: Report | None
    bar: Drawing | None
    break_said: str = ""


_RIGHT, _TOP, _BOTTOM = WIDTH - 150.0, 34.0, 226.0
_GAPS, _DAYS, _FOOT = _BOTTOM + 14, _BOTTOM + 40, _BOTTOM + 58
_NUMBERS, _SPARE = 60.0, 28.0


@dataclass(frozen=True)
class _Frame:
    """The two axes, and the numbers beside the upright one, which begins where the longest of them ends."""

    left: float
    across: Scale
    up: Scale
    numbers: tuple[tuple[float, str], ...]

    @classmethod
    def of(cls, shown: Trend) -> _Frame:
        ticks = _ticks(shown)
        numbers = tuple((tick, written(tick, shown.decimal_mark)) for tick in ticks)
        left = max(_NUMBERS, 14 + max(width_of(said) for _, said in numbers))
        first, last = _from_until(shown)
        return cls(left, Scale(first, last, left + _SPARE, _RIGHT - _SPARE), _upright(ticks), numbers)

    def x(self, at: datetime) -> float:
        """Where an instant lies."""
        return self.across.at(at.timestamp())


def _drawn(of: Trend) -> Drawing:
    frame = _Frame.of(of)
    entries = list(of.legend)
    shapes, labels = _grid(frame)
    for number, one in enumerate(of.series):
        start = frame.x(one.since) if number else frame.left
        end = frame.x(of.series[number + 1].since) if number + 1 < len(of.series) else _RIGHT
        shapes += _held_to(one, frame.up, start, end)
        shapes += _told(one, frame)
        if number:
            shapes.append(line(((start, _TOP - 24), (start, _BOTTOM)), "late", 1.8, dash="2 4"))
    signs, meanings = legend(entries, 0, _FOOT, WIDTH)
    height = _FOOT + ROW * rows_of(entries, 0, WIDTH) + 4
    labels += _days(of, frame) + _numbers(of, frame) + _margin(of, frame.up)
    return Drawing(WIDTH, height, (*shapes, *signs), (*labels, *meanings))


def _ticks(of: Trend) -> tuple[float, ...]:
    known = [report.value.number for report in of.reports if report.value]
    for one in of.series:
        known += [held.number for held in (one.baseline, one.target, one.low, one.high) if held]
    return round_ticks(known)


def _upright(ticks: Sequence[float]) -> Scale:
    return Scale(ticks[0], ticks[-1], _BOTTOM, _TOP)


def _from_until(of: Trend) -> tuple[float, float]:
    """The seconds between which reports and breaks lie; a single one lies in the middle."""
    moments = [report.at.timestamp() for report in of.reports]
    moments += [one.since.timestamp() for one in of.series[1:]]
    first, last = min(moments, default=of.series[0].since.timestamp()), max(moments, default=0.0)
    return (first, last) if last > first else (first - 1, first + 1)


def _grid(frame: _Frame) -> tuple[list[Shape], list[Label]]:
    left, up = frame.left, frame.up
    shapes = [line(((left, up.at(tick)), (_RIGHT, up.at(tick))), "grid", 1.2) for tick, _ in frame.numbers[1:]]
    shapes.append(line(((left, _BOTTOM), (_RIGHT, _BOTTOM)), "todo", 1.2))
    return shapes, [Label(left - 10, up.at(tick) + 5, said, "q", "end") for tick, said in frame.numbers]


def _held_to(one: Series, up: Scale, start: float, end: float) -> Iterator[Shape]:
    """What the values of a series are held to: bounds, baseline, target."""
    if one.low is not None and one.high is not None and one.high.number > one.low.number:
        yield rectangle(Box(start, up.at(one.high.number), end, up.at(one.low.number)), "fsoft", faint=True)
    if one.baseline is not None:
        yield line(((start, up.at(one.baseline.number)), (end, up.at(one.baseline.number))), "todo", 1.5, dash="2 4")
    if one.target is not None:
        yield line(((start, up.at(one.target.number)), (end, up.at(one.target.number))), "now", 1.8, dash="7 5")


def _told(one: Series, frame: _Frame) -> Iterator[Shape]:
    """The values, joined only where none between them is missing; what could not be obtained lies under the axis."""
    run: list[tuple[float, float]] = []
    for report in one.reports:
        x = frame.x(report.at)
        if report.value is None:
            yield from _joined(run)
            yield from drawn(Sign.NOT_OBTAINED, (x, _GAPS))
            run = []
        else:
            run.append((x, frame.up.at(report.value.number)))
    yield from _joined(run)


def _joined(points: Sequence[tuple[float, float]]) -> Iterator[Shape]:
    if len(points) > 1:
        yield line(points, "now", 3)
    for point in points:
        yield circle(point, 5, "fnow")


def _days(of: Trend, frame: _Frame) -> list[Label]:
    """The days, the first and the last in any case, the others as far as there is room."""
    reports = of.reports
    first = (reports[0], reports[-1]) if reports else ()
    wanted = dict.fromkeys((*first, *reports))
    return placed(
        ([Label(frame.x(one.at), _DAYS, one.day, "q", "middle")] for one in wanted),
        (),
        Box(0, 0, WIDTH, WIDTH),
        apart=10,
    )


def _numbers(of: Trend, frame: _Frame) -> list[Label]:
    """Values at their points, above or else below: the newest first, then the ends of the range, then the others."""
    told = [(report, report.value) for report in of.reports if report.value]
    points = [(frame.x(report.at), frame.up.at(value.number)) for report, value in told]
    marks = [Box(x - 6, y - 6, x + 6, y + 6) for x, y in points]
    all_of_them = range(len(told))
    by_size = sorted(all_of_them, key=lambda number: told[number][1].number)
    order = dict.fromkeys((*all_of_them[-1:], *all_of_them[:1], *by_size[-1:], *by_size[:1], *all_of_them))
    wanted = []
    for number in order:
        (x, y), value = points[number], told[number][1]
        wanted.append([Label(x, y + step, value.said, "b halo", "middle") for step in (-12, 22)])
    return placed(wanted, marks, Box(frame.left, 0, _RIGHT, _BOTTOM - 2), apart=1)


def _margin(of: Trend, up: Scale) -> list[Label]:
    """What the newest target and baseline are, at the end of their lines, not over one another."""
    newest, found = of.series[-1], []
    if newest.target is not None and of.target:
        found.append(Label(_RIGHT + 8, up.at(newest.target.number) + 5, cut(of.target, _BESIDE, bold=True), "b"))
    if newest.baseline is not None and of.baseline:
        found.append(Label(_RIGHT + 8, up.at(newest.baseline.number) + 5, cut(of.baseline, _BESIDE), "q"))
    if len(found) == 2 and abs(found[0].y - found[1].y) < _APART:
        upper, lower = sorted(found, key=lambda label: label.y)
        middle = (upper.y + lower.y) / 2
        moved = (middle - _APART / 2, middle + _APART / 2)
        found = [Label(label.x, y, label.text, label.css) for label, y in zip((upper, lower), moved, strict=True)]
    return found


_APART: Final = 19.0
_BESIDE: Final = WIDTH - _RIGHT - 10
_BAR: Final = Box(0, 2, 176, 14)


def _listed(of: Trend) -> Iterator[Listed]:
    up = _upright(_ticks(of))
    scale = Scale(up.low, up.high, _BAR.left, _BAR.right)
    for one in of.series:
        if one.break_said:
            yield Listed(None, None, one.break_said)
        for report in one.reports:
            yield Listed(report, _bar(report.value, one, scale) if report.value else None)


def _bar(value: Value, one: Series, scale: Scale) -> Drawing:
    shapes = [rectangle(Box(0, _BAR.top, max(scale.at(value.number), 1), _BAR.bottom), "fnow")]
    if one.target is not None:
        x = scale.at(one.target.number)
        shapes.append(line(((x + 1, 1), (x + 1, 15)), "ink", 2))
    return Drawing(_BAR.right + 4, 16, tuple(shapes), ())
