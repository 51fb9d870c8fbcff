"""The five conditions by sector: where each sector stands on the scale, with the limit drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from api.web.pictures.drawing import WIDTH, Box, Drawing, Label, Shape
from api.web.pictures.lettering import wrapped
from api.web.pictures.picture import Picture, State
from api.web.pictures.scales import Scale
from api.web.pictures.shapes import capsule, circle, line, rectangle


@dataclass(frozen=True)
class Sector:
    """A sector: the letter that stands for it in the picture, and its name."""

    letter: str
    name: str


@dataclass(frozen=True)
class Rating:
    """How a sector rates a condition, in whole steps of the scale."""

    sector: Sector
    value: int


@dataclass(frozen=True)
class Condition:
    """A condition: its name, whether it is met (None: too few answers), the `verdict` in a word and the `mean`.

    `listed` are its ratings in words, `known` what the engine knows of it (both may be empty).
    """

    name: str
    met: bool | None
    verdict: str
    mean: str = ""
    ratings: tuple[Rating, ...] = ()
    listed: str = ""
    known: str = ""

    @property
    def state(self) -> State:
        """As the list and the picture show it."""
        return State.GOOD if self.met else State.OPEN if self.met is None else State.MISSING


@dataclass(frozen=True, kw_only=True)
class Conditions(Picture):
    """The conditions in order. `steps` are the words over the scale from 1 on; a condition is met from `limit` on if no
    sector lies below `floor`. `sectors` tells what the letters mean, `foot` the rest that must be said.
    """

    conditions: tuple[Condition, ...]
    steps: tuple[str, ...]
    limit: int
    floor: int
    sectors: str
    foot: str

    @property
    def drawn(self) -> Drawing:
        """The picture."""
        return _drawn(self)


_NAMES, _FIRST, _LAST, _TOLD = 184.0, 240.0, 558.0, 624.0
_TOP, _ROW, _LETTER = 34.0, 58.0, 21.0


def _drawn(of: Conditions) -> Drawing:
    across = Scale(1, len(of.steps), _FIRST, _LAST)
    bottom = _TOP + _ROW * len(of.conditions)
    shapes = list(_scale(of, across, bottom))
    labels = [
        Label(across.at(step), 18, said, "b" if step == of.limit else "q", "middle")
        for step, said in enumerate(of.steps, start=1)
    ]
    for number, condition in enumerate(of.conditions):
        middle = _TOP + _ROW * (number + 0.5)
        shapes.append(line(((_FIRST - 24, middle), (_LAST + 24, middle)), "grid", 1.2))
        told, words = _rated(condition, of, across, middle)
        shapes += [*told, *_sign(condition, middle)]
        labels += [*_named(condition, middle), *words, *_verdict(condition, middle)]
    return Drawing(WIDTH, bottom + 4, tuple(shapes), tuple(labels))


def _scale(of: Conditions, across: Scale, bottom: float) -> Iterator[Shape]:
    """The steps, all beyond the limit on a ground of its own, and the step that no sector may lie below."""
    yield rectangle(Box(across.at(of.limit), _TOP - 6, _LAST + 24, bottom), "fsoft", faint=True)
    for step in range(1, len(of.steps) + 1):
        x = across.at(step)
        yield line(((x, _TOP - 6), (x, bottom)), "grid", 1.2)
        if step == of.floor:
            yield line(((x, _TOP - 6), (x, bottom)), "late", 1.6, dash="4 4")
        if step == of.limit:
            yield line(((x, _TOP - 6), (x, bottom)), "now", 2)


def _named(condition: Condition, middle: float) -> list[Label]:
    lines = wrapped(condition.name, _NAMES, bold=True)
    first = middle + 5 - 9 * (len(lines) - 1)
    return [Label(0, first + 18 * number, words, "b") for number, words in enumerate(lines)]


def _rated(condition: Condition, of: Conditions, across: Scale, middle: float) -> tuple[list[Shape], list[Label]]:
    """A capsule at each step that sectors gave, with their letters: filled from the limit on, red below the floor."""
    shapes: list[Shape] = []
    labels: list[Label] = []
    for value in sorted({rating.value for rating in condition.ratings}):
        letters = [rating.sector.letter for rating in condition.ratings if rating.value == value]
        x, half = across.at(value), (_LETTER * len(letters) + 5) / 2
        box = Box(x - half, middle - 13, x + half, middle + 13)
        met = value >= of.limit
        shapes.append(capsule(box, "fnow") if met else capsule(box, _hollow(value, of), stroke=2))
        first = x - _LETTER * (len(letters) - 1) / 2
        labels += [
            Label(first + _LETTER * number, middle + 5, letter, "b on" if met else "b", "middle")
            for number, letter in enumerate(letters)
        ]
    return shapes, labels


def _hollow(value: int, of: Conditions) -> str:
    return "ground late" if value < of.floor else "ground now"


def _sign(condition: Condition, middle: float) -> Sequence[Shape]:
    at = (_TOLD, middle)
    if not condition.met:
        return (circle(at, 7.5, "todo" if condition.met is None else "soon", stroke=2, dash="3 2"),)
    tick = line(((_TOLD - 4, middle), (_TOLD - 1, middle + 3), (_TOLD + 4.5, middle - 3.5)), "onl", 2)
    return (circle(at, 8.5, "fnow"), tick)


def _verdict(condition: Condition, middle: float) -> list[Label]:
    left = _TOLD + 16
    lines = wrapped(f"{condition.verdict} {condition.mean}".strip(), WIDTH - left, bold=True)
    first = middle + 5 - 9 * (len(lines) - 1)
    return [Label(left, first + 18 * number, words, "b") for number, words in enumerate(lines)]


MOST_SECTORS: Final = 7
"""Of so many sectors the capsules of neighbouring steps still lie apart."""
