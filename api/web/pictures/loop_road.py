"""The loop road: the way in, the phases that go round, the way out. Large on a page, small in a row of the board."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from api.web.pictures.drawing import Drawing, Label, Shape
from api.web.pictures.picture import Picture, State
from api.web.pictures.shapes import Point, arc, circle, line, on_circle, segment


class Stand(StrEnum):
    """Where a phase lies: gone through, under way, ahead, or not on this road, as the model does without it."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    ABSENT = "absent"


class Rest(StrEnum):
    """Why nothing moves on the road: it is paused, or it has ended."""

    PAUSED = "paused"
    ENDED = "ended"


STATES: Final = {Stand.DONE: State.GOOD, Stand.NOW: State.PART, Stand.AHEAD: State.OPEN, Stand.ABSENT: State.OPEN}


@dataclass(frozen=True)
class Stop:
    """A phase on the road: its name, where it lies, and since or until when (`told`, may be empty)."""

    name: str
    stand: Stand
    told: str = ""

    @property
    def state(self) -> State:
        """As the list beside the picture shows it."""
        return STATES[self.stand]


@dataclass(frozen=True, kw_only=True)
class LoopRoad(Picture):
    """The road of one initiative. The first of the `stops` is the way in, the last the way out, the others go round.

    `round` is told in the middle, and under it `place` ("3 / 7").
    """

    stops: tuple[Stop, ...]
    round: str = ""
    place: str = ""
    rest: Rest | None = None

    @property
    def large(self) -> Drawing:
        """As a page shows it."""
        return _large(self)

    @property
    def small(self) -> Drawing:
        """As a row shows it."""
        return _small(self)


_SPARE: Final = 5.0
"""Degrees left free at both ends of a piece of the ring."""


def _spans(pieces: int) -> list[tuple[float, float]]:
    """The angles of so many pieces of a ring, clockwise from the top."""
    share = 360 / max(pieces, 1)
    spare = min(_SPARE, share / 4)
    longest = 179.0  # a longer piece would be drawn the other way round
    return [
        (start + spare, min(start + share - spare, start + spare + longest))
        for start in (-90 + share * number for number in range(pieces))
    ]


_LARGE: Final[Point] = (150, 140)


def _large(road: LoopRoad) -> Drawing:
    first, *ring, last = road.stops
    labels, shapes = [], _ways(road, 56, (26, 84, 216, 274), (5, 1.8))
    for number, (stop, span) in enumerate(zip(ring, _spans(len(ring)), strict=True), start=2):
        shapes.append(_piece(stop, span))
        x, y = on_circle(_LARGE, 84, sum(span) / 2)
        labels.append(_numbered(stop, number, x, y))
    for stop, number, x in ((first, 1, 26), (last, len(road.stops), 274)):
        shapes.append(_end(stop, (x, 56), 20 if stop.stand is Stand.NOW else 16, 1.8))
        labels.append(_numbered(stop, number, x, 56))
    if road.rest is None:
        middle = [Label(150, 132, road.round, "q", "middle", 17), Label(150, 158, road.place, "b", "middle", 20)]
        return Drawing(300, 256, tuple(shapes), (*labels, *middle))
    labels.append(Label(150, 122, road.round, "q", "middle", 17))
    return Drawing(300, 256, (*shapes, *_resting(road.rest, (150, 148), 2)), tuple(labels))


def _piece(stop: Stop, span: tuple[float, float]) -> Shape:
    match stop.stand:
        case Stand.DONE:
            return arc(_LARGE, 84, span, "done", 24)
        case Stand.NOW:
            return arc(_LARGE, 86, span, "now", 42)
        case Stand.AHEAD:
            return segment(_LARGE, (73, 95), span, "ground todo", 1.8)
        case Stand.ABSENT:
            return arc(_LARGE, 84, span, "todo", 2, dash="2 6")


def _numbered(stop: Stop, number: int, x: float, y: float) -> Label:
    size = 20 if stop.stand is Stand.NOW else 17
    css = {Stand.DONE: "b on", Stand.NOW: "b on", Stand.AHEAD: "q", Stand.ABSENT: "q halo"}[stop.stand]
    return Label(x, y + size * 0.36, str(number), css, "middle", size)


_SMALL: Final[Point] = (30, 27)
_THIN: Final = {Stand.DONE: (5.0, ""), Stand.NOW: (11.0, ""), Stand.AHEAD: (1.8, ""), Stand.ABSENT: (1.8, "1 3")}


def _small(road: LoopRoad) -> Drawing:
    first, *ring, last = road.stops
    shapes = _ways(road, 9, (6, 15, 45, 54), (3, 1.6))
    for stop, (start, end) in zip(ring, _spans(len(ring)), strict=True):
        stroke, dash = _THIN[stop.stand]
        shapes.append(arc(_SMALL, 18, (start + 2, end - 2), _css(stop.stand), stroke, dash=dash))
    for stop, x in ((first, 6), (last, 54)):
        shapes.append(_end(stop, (x, 9), {Stand.NOW: 6, Stand.DONE: 4}.get(stop.stand, 3.4), 1.6))
    if road.rest is not None:
        return Drawing(60, 52, (*shapes, *_resting(road.rest, _SMALL, 1)), ())
    at = next((number for number, stop in enumerate(road.stops, start=1) if stop.stand is Stand.NOW), None)
    labels = () if at is None else (Label(30, 32, str(at), "b", "middle"),)
    return Drawing(60, 52, tuple(shapes), labels)


def _css(stand: Stand) -> str:
    return {Stand.DONE: "done", Stand.NOW: "now"}.get(stand, "todo")


def _way(stop: Stop, points: tuple[Point, Point], stroke: tuple[float, float], *, walked: bool) -> Shape:
    """The road between the ring and an end of it: broad once it has been walked."""
    broad, thin = stroke
    dash = "2 4" if stop.stand is Stand.ABSENT else ""
    return line(points, "done" if walked else "todo", broad if walked else thin, dash=dash)


def _ways(
    road: LoopRoad, y: float, ends: tuple[float, float, float, float], stroke: tuple[float, float]
) -> list[Shape]:
    """The way in and the way out."""
    first, last = road.stops[0], road.stops[-1]
    return [
        _way(first, ((ends[0], y), (ends[1], y)), stroke, walked=first.stand is Stand.DONE),
        _way(last, ((ends[2], y), (ends[3], y)), stroke, walked=last.stand in (Stand.DONE, Stand.NOW)),
    ]


def _end(stop: Stop, centre: Point, radius: float, thin: float) -> Shape:
    match stop.stand:
        case Stand.DONE:
            return circle(centre, radius, "fdone")
        case Stand.NOW:
            return circle(centre, radius, "fnow")
        case Stand.AHEAD:
            return circle(centre, radius, "ground todo", stroke=thin)
        case Stand.ABSENT:
            return circle(centre, radius, "ground todo", stroke=thin, dash="2 3")


def _resting(rest: Rest, centre: Point, scale: float) -> tuple[Shape, ...]:
    """Two bars while nothing moves, a tick at the end of the road."""
    x, y = centre
    if rest is Rest.PAUSED:
        return tuple(
            line(((x + side * scale, y - 5 * scale), (x + side * scale, y + 5 * scale)), "ink", 2.8 * scale)
            for side in (-3.4, 3.4)
        )
    points = ((x - 6 * scale, y), (x - 2 * scale, y + 4.5 * scale), (x + 6 * scale, y - 4.5 * scale))
    return (line(points, "ink", 2.4 * scale),)
