"""The timeline of a phase: what is asked of whom from when until when, its letters, today, and the deadline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from api.web.pictures.drawing import WIDTH, Box, Drawing, Label, Shape, placed
from api.web.pictures.lettering import width_of, wrapped
from api.web.pictures.picture import Picture, State
from api.web.pictures.shapes import capsule, line, rectangle
from api.web.pictures.signs import HALF, ROW, Sign, drawn, legend, rows_of


class Span(StrEnum):
    """How a span of time stands: gone by in time, still to come, or passed beyond what was agreed."""

    PAST = "past"
    AHEAD = "ahead"
    LATE = "late"


@dataclass(frozen=True)
class Bar:
    """A span of time on a lane."""

    start: datetime
    end: datetime
    span: Span


@dataclass(frozen=True)
class Mark:
    """A moment on a lane, and what stands beside its sign (empty: nothing does)."""

    at: datetime
    sign: Sign
    told: str = ""


@dataclass(frozen=True)
class Lane:
    """One line of the picture: what is asked, its spans and its moments."""

    name: str
    bars: tuple[Bar, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Day:
    """A line of the list beside the picture: `at` for programs and `when` for people, and what happens then."""

    at: str
    when: str
    state: State
    told: str


@dataclass(frozen=True)
class Moment:
    """An instant that is drawn across all lanes, and what is written at it."""

    at: datetime
    told: str


@dataclass(frozen=True, kw_only=True)
class Timeline(Picture):
    """What happens between two instants. `ticks` are the days to write above, the more important first."""

    begins: datetime
    ends: datetime
    lanes: tuple[Lane, ...]
    days: tuple[Day, ...]
    ticks: tuple[Moment, ...] = ()
    quiet: tuple[tuple[datetime, datetime], ...] = ()
    today: Moment | None = None
    deadline: Moment | None = None
    legend: tuple[tuple[Sign, str], ...] = ()
    days_opens: str = ""

    @property
    def drawn(self) -> Drawing:
        """The picture."""
        return _drawn(self)


_LEFT, _RIGHT, _NAMES = 184.0, WIDTH - 16.0, 172.0
_FLAG, _TICKS, _TOP, _LINE, _LANE = 24.0, 42.0, 54.0, 18.0, 50.0


@dataclass(frozen=True)
class _Scale:
    begins: datetime
    whole: timedelta

    def x(self, at: datetime) -> float:
        """Where an instant lies; at the edge, where it lies outside."""
        share = (at - self.begins) / self.whole if self.whole else 0.0
        return _LEFT + (_RIGHT - _LEFT) * min(max(share, 0.0), 1.0)


def _drawn(line_of_time: Timeline) -> Drawing:
    scale = _Scale(line_of_time.begins, max(line_of_time.ends - line_of_time.begins, timedelta(0)))
    names = [wrapped(lane.name, _NAMES, lines=3) for lane in line_of_time.lanes]
    heights = [max(_LANE, _LINE * len(lines) + 14) for lines in names]
    bottom = _TOP + sum(heights)
    entries = list(line_of_time.legend)
    foot = bottom + (26 if line_of_time.deadline else 4)
    height = foot + ROW * rows_of(entries, 0, WIDTH) + 4
    back, ticks = _background(line_of_time, scale, bottom)
    bars, letters, labels = _lanes(line_of_time.lanes, names, heights, scale)
    front, told = _front(line_of_time, scale, bottom)
    signs, meanings = legend(entries, 0, foot, WIDTH)
    return Drawing(WIDTH, height, (*back, *bars, *front, *letters, *signs), (*ticks, *labels, *told, *meanings))


def _background(of: Timeline, scale: _Scale, bottom: float) -> tuple[list[Shape], list[Label]]:
    """Quiet seasons as stripes, and the days above as far as they have room beside today's line."""
    shapes = [
        rectangle(Box(scale.x(start), _TOP - 8, scale.x(end), bottom), "grid", hatched=True)
        for start, end in of.quiet
        if scale.x(end) - scale.x(start) > 1
    ]
    today = [] if of.today is None else [_stripe(scale.x(of.today.at))]
    sheet = Box(_LEFT - 24, 0, WIDTH, bottom)
    ticks = placed(
        ([Label(scale.x(one.at), _TICKS, one.told, "q", "middle")] for one in of.ticks), today, sheet, apart=8
    )
    shapes += [line(((label.x, _TOP - 8), (label.x, bottom)), "grid", 1) for label in ticks]
    return shapes, ticks


def _stripe(x: float) -> Box:
    return Box(x - 2, _FLAG, x + 2, _TOP)


def _lanes(
    lanes: Sequence[Lane], names: Sequence[tuple[str, ...]], heights: Sequence[float], scale: _Scale
) -> tuple[list[Shape], list[Shape], list[Label]]:
    """The bars, the signs that lie on them and on today's line, and the words."""
    bars: list[Shape] = []
    signs: list[Shape] = []
    labels: list[Label] = []
    top = _TOP
    for lane, lines, height in zip(lanes, names, heights, strict=True):
        middle = top + height / 2
        first = middle + 5 - _LINE * (len(lines) - 1) / 2
        labels += [Label(0, first + _LINE * number, words) for number, words in enumerate(lines)]
        bars += [_bar(bar, scale, middle) for bar in lane.bars]
        marks, told = _marks(lane, scale, middle)
        signs += marks
        labels += told
        top += height
    return bars, signs, labels


def _bar(bar: Bar, scale: _Scale, middle: float) -> Shape:
    left = scale.x(bar.start)
    box = Box(left, middle - 11, max(scale.x(bar.end), left + 3), middle + 11)
    match bar.span:
        case Span.PAST:
            return rectangle(box, "fsoft")
        case Span.AHEAD:
            return rectangle(box, "ground todo", stroke=1.8)
        case Span.LATE:
            return rectangle(box, "flate")


def _marks(lane: Lane, scale: _Scale, middle: float) -> tuple[list[Shape], list[Label]]:
    """The signs of a lane, those that would lie on one another drawn once; and beside each what it tells, if there is
    room to the right of it, else to the left.
    """
    kept = list(_apart(sorted(lane.marks, key=lambda mark: mark.at), scale))
    shapes = [shape for mark in kept for shape in drawn(mark.sign, (scale.x(mark.at), middle))]
    signs = [Box(scale.x(mark.at) - HALF, middle - HALF, scale.x(mark.at) + HALF, middle + HALF) for mark in kept]
    bars = [_bar(bar, scale, middle).box for bar in lane.bars if bar.span is not Span.PAST]
    places = [
        [
            Label(x + HALF + 5, middle + 5, mark.told, "b halo" if mark.sign is Sign.CALL else "halo"),
            Label(x - HALF - 5, middle + 5, mark.told, "b halo" if mark.sign is Sign.CALL else "halo", "end"),
        ]
        for mark in kept
        if mark.told
        for x in (scale.x(mark.at),)
    ]
    return shapes, placed(places, (*signs, *bars), Box(_LEFT, 0, WIDTH, middle + HALF * 2), apart=2)


def _apart(marks: Sequence[Mark], scale: _Scale) -> Iterator[Mark]:
    last: dict[Sign, float] = {}
    for mark in marks:
        x = scale.x(mark.at)
        if mark.told or x - last.get(mark.sign, -WIDTH) >= HALF:
            last[mark.sign] = x
            yield mark


def _front(of: Timeline, scale: _Scale, bottom: float) -> tuple[list[Shape], list[Label]]:
    """The deadline and today, across all lanes."""
    shapes: list[Shape] = []
    labels: list[Label] = []
    if of.deadline is not None:
        x = scale.x(of.deadline.at)
        shapes.append(line(((x, _TOP - 8), (x, bottom)), "ink", 3))
        labels.append(_held_in(Label(x, bottom + 19, of.deadline.told, "b", "middle")))
    if of.today is not None and of.begins <= of.today.at <= of.ends:
        x, wide = scale.x(of.today.at), width_of(of.today.told, bold=True) + 20
        left = min(max(x - wide / 2, 0), WIDTH - wide)
        shapes.append(line(((x, _FLAG - 1), (x, bottom)), "now", 2.2))
        shapes.append(capsule(Box(left, 0, left + wide, _FLAG), "fnow"))
        labels.append(Label(left + wide / 2, 17, of.today.told, "b on", "middle"))
    return shapes, labels


def _held_in(label: Label) -> Label:
    """The label, moved so far that all of it lies on the sheet."""
    box = label.box
    moved = max(-box.left, 0) + min(WIDTH - box.right, 0)
    return Label(label.x + moved, label.y, label.text, label.css, label.anchor, label.size)
