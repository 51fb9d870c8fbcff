"""Small signs of a picture: letters, meetings, calls, values that could not be obtained."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from api.web.pictures.drawing import Box, Label, Shape
from api.web.pictures.lettering import width_of
from api.web.pictures.shapes import Point, circle, line, rectangle


class Sign(StrEnum):
    """What a sign tells of."""

    LETTER = "letter"  # has gone out
    LETTER_TO_COME = "letter_to_come"
    CALL = "call"
    MEETING = "meeting"
    LAPSE = "lapse"
    NOT_OBTAINED = "not_obtained"
    BREAK = "break"  # of a series
    QUIET = "quiet"  # a season in which nothing is asked


HALF: Final = 9.0
"""No sign reaches further from its middle than this."""


def drawn(sign: Sign, at: Point) -> tuple[Shape, ...]:
    """A sign with its middle at a point."""
    x, y = at
    match sign:
        case Sign.LETTER:
            return (rectangle(_letter(x, y), "fnow"), _flap(x, y, "onl"))
        case Sign.LETTER_TO_COME:
            return (rectangle(_letter(x, y), "ground todo", stroke=1.5), _flap(x, y, "todo"))
        case Sign.CALL:
            mark = line(((x, y - 4.5), (x, y + 1)), "late", 2)
            return (circle(at, 8, "ground late", stroke=1.8), mark, circle((x, y + 4), 1.1, "flate"))
        case Sign.MEETING:
            points = ((x, y - 7.5), (x + 7.5, y), (x, y + 7.5), (x - 7.5, y), (x, y - 7.5), (x + 3, y - 4.5))
            return (line(points, "ground now", 2.4),)
        case Sign.LAPSE:
            return tuple(line(((x - 4, y - 4 * way), (x + 4, y + 4 * way)), "late", 2) for way in (1, -1))
        case Sign.NOT_OBTAINED:
            return (circle(at, 6, "ground todo", stroke=1.8, dash="3 2"),)
        case Sign.BREAK:
            return (line(((x, y - 8), (x, y + 8)), "late", 1.8, dash="2 4"),)
        case Sign.QUIET:
            return (rectangle(Box(x - 8, y - 6, x + 8, y + 6), "grid", stroke=1, hatched=True),)


def legend(entries: list[tuple[Sign, str]], left: float, top: float, right: float) -> tuple[list[Shape], list[Label]]:
    """What the signs mean, in as many rows as they need; the first has its middle 10 below `top`."""
    shapes: list[Shape] = []
    labels: list[Label] = []
    x, y = left, top + 10
    for sign, said in entries:
        wide = 2 * HALF + 6 + width_of(said)
        if x > left and x + wide > right:
            x, y = left, y + ROW
        shapes += drawn(sign, (x + HALF, y))
        labels.append(Label(x + 2 * HALF + 6, y + 5, said))
        x += wide + 22
    return shapes, labels


ROW: Final = 24.0
"""How high a row of a legend is."""


def rows_of(entries: list[tuple[Sign, str]], left: float, right: float) -> int:
    """How many rows a legend takes."""
    _, labels = legend(entries, left, 0, right)
    return len({label.y for label in labels})


def _letter(x: float, y: float) -> Box:
    return Box(x - 8, y - 5.5, x + 8, y + 5.5)


def _flap(x: float, y: float, css: str) -> Shape:
    return line(((x - 6.5, y - 4), (x, y + 1.5), (x + 6.5, y - 4)), css, 1.4)
