"""What pictures are drawn of: shapes and labels on a sheet, each knowing the room it takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from api.web.pictures.lettering import TEXT, width_of

WIDTH: Final = 800
"""Of wide pictures. They are shown 912 px wide at the most, 693 px in a card on A4: letters of 14 stay over 12."""


@dataclass(frozen=True)
class Box:
    """A rectangle of the sheet; `bottom` lies below `top`."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, apart: float = 0) -> bool:
        """Whether the two overlap, or come nearer to each other than this."""
        across = self.left < other.right + apart and other.left < self.right + apart
        return across and self.top < other.bottom + apart and other.top < self.bottom + apart

    def within(self, other: Box) -> bool:
        """Whether nothing of it lies outside the other."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom


@dataclass(frozen=True)
class Shape:
    """A path, the classes of the stylesheet that colour it, and how broad it is drawn. `dash` is a pattern of strokes
    and gaps, `hatched` fills it with stripes, `faint` lets what is behind it through.
    """

    path: str
    box: Box
    css: str
    stroke: float = 0
    dash: str = ""
    hatched: bool = False
    faint: bool = False


@dataclass(frozen=True)
class Label:
    """Words on the sheet. `y` is their baseline; `anchor` says which part of them stands at `x`: start, middle, end."""

    x: float
    y: float
    text: str
    css: str = ""
    anchor: str = "start"
    size: int = TEXT

    @property
    def classes(self) -> str:
        """Its classes in the stylesheet, where those of other sizes begin with `t`."""
        return f"{self.css} t{self.size}".strip() if self.size != TEXT else self.css

    @property
    def box(self) -> Box:
        """The room that the words take, reckoned rather too large."""
        wide = width_of(self.text, self.size, bold="b" in self.css.split())
        left = self.x - {"start": 0, "middle": wide / 2, "end": wide}[self.anchor]
        return Box(left, self.y - self.size * 0.82, left + wide, self.y + self.size * 0.26)


@dataclass(frozen=True)
class Drawing:
    """A sheet: shapes in the order they are painted, then the labels."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    labels: tuple[Label, ...]

    @property
    def sheet(self) -> Box:
        """All there is to draw on."""
        return Box(0, 0, self.width, self.height)

    @property
    def hatched(self) -> bool:
        """Whether anything is filled with stripes."""
        return any(shape.hatched for shape in self.shapes)


def placed(wanted: Iterable[Sequence[Label]], taken: Iterable[Box], sheet: Box, apart: float = 4) -> list[Label]:
    """Of each label the first of its possible places that is free; where none is, the label is left out.

    What comes first goes first: let the more important stand in front. The list beside the picture leaves nothing out.
    """
    found: list[Label] = []
    full = list(taken)
    for places in wanted:
        for label in places:
            box = label.box
            if box.within(sheet) and not any(box.meets(other, apart) for other in full):
                found.append(label)
                full.append(box)
                break
    return found
