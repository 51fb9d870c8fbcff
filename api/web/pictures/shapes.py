"""Shapes made of numbers: lines, rectangles, circles, arcs. Coordinates are written with one decimal at most."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians, sin

from api.web.pictures.drawing import Box, Shape

Point = tuple[float, float]


def number(value: float) -> str:
    """A coordinate as it stands in a path."""
    return f"{round(value, 1):g}"


def line(points: Sequence[Point], css: str, stroke: float, *, dash: str = "") -> Shape:
    """A line through the points."""
    path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
    half = stroke / 2
    across, down = [x for x, _ in points], [y for _, y in points]
    box = Box(min(across) - half, min(down) - half, max(across) + half, max(down) + half)
    return Shape(path, box, css, stroke, dash)


def rectangle(
    box: Box, css: str, *, stroke: float = 0, dash: str = "", hatched: bool = False, faint: bool = False
) -> Shape:
    """A rectangle, painted within its box."""
    half = stroke / 2
    left, top, right, bottom = map(number, (box.left + half, box.top + half, box.right - half, box.bottom - half))
    return Shape(f"M{left} {top}H{right}V{bottom}H{left}z", box, css, stroke, dash, hatched, faint)


def capsule(box: Box, css: str, *, stroke: float = 0) -> Shape:
    """A rectangle whose short sides are half circles."""
    half = stroke / 2
    radius = (box.bottom - box.top) / 2 - half
    left, right = box.left + half + radius, max(box.right - half - radius, box.left + half + radius)
    top, bottom = box.top + half, box.bottom - half
    bend = f"A{number(radius)} {number(radius)} 0 0 1"
    path = (
        f"M{number(left)} {number(top)}H{number(right)}{bend} {number(right)} {number(bottom)}"
        f"H{number(left)}{bend} {number(left)} {number(top)}z"
    )
    return Shape(path, box, css, stroke)


def circle(centre: Point, radius: float, css: str, *, stroke: float = 0, dash: str = "") -> Shape:
    """A circle; its stroke is painted half inside and half outside of it."""
    x, y = centre
    out, bend = radius + stroke / 2, f"a{number(radius)} {number(radius)} 0 1 1"
    path = f"M{number(x - radius)} {number(y)}{bend} {number(2 * radius)} 0{bend} {number(-2 * radius)} 0z"
    return Shape(path, Box(x - out, y - out, x + out, y + out), css, stroke, dash)


def on_circle(centre: Point, radius: float, degrees: float) -> Point:
    """The point of a circle at an angle, clockwise from the right."""
    return centre[0] + radius * cos(radians(degrees)), centre[1] + radius * sin(radians(degrees))


def arc(centre: Point, radius: float, span: tuple[float, float], css: str, stroke: float, *, dash: str = "") -> Shape:
    """A piece of a circle, less than half of it, drawn as broad as `stroke`."""
    start, end = (on_circle(centre, radius, at) for at in span)
    path = f"M{_at(start)}A{number(radius)} {number(radius)} 0 0 1 {_at(end)}"
    return Shape(path, _around(centre, radius + stroke / 2), css, stroke, dash)


def segment(centre: Point, radii: tuple[float, float], span: tuple[float, float], css: str, stroke: float) -> Shape:
    """A piece of a ring between two radii, outlined."""
    inner, outer = radii
    first, second = (on_circle(centre, outer, at) for at in span)
    third, fourth = (on_circle(centre, inner, at) for at in reversed(span))
    path = (
        f"M{_at(first)}A{number(outer)} {number(outer)} 0 0 1 {_at(second)}"
        f"L{_at(third)}A{number(inner)} {number(inner)} 0 0 0 {_at(fourth)}z"
    )
    return Shape(path, _around(centre, outer + stroke / 2), css, stroke)


def _at(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _around(centre: Point, radius: float) -> Box:
    x, y = centre
    return Box(x - radius, y - radius, x + radius, y + radius)
