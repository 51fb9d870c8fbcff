"""Survival: what became of established practices by check-in, with those of which nothing is known shown as such."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from api.web.pictures.drawing import WIDTH, Box, Drawing, Label, Shape
from api.web.pictures.lettering import width_of, wrapped
from api.web.pictures.picture import Picture, State
from api.web.pictures.shapes import rectangle
from api.web.pictures.signs import ROW


class Fate(StrEnum):
    """What a check-in told of a practice, in the order in which it is drawn."""

    ALIVE = "alive"
    ADAPTED = "adapted"
    SHRUNK = "shrunk"
    UNKNOWN = "unknown"  # nobody answered
    STOPPED = "stopped"  # now or before
    TO_COME = "to_come"


STATES: Final = {
    Fate.ALIVE: State.GOOD,
    Fate.ADAPTED: State.GOOD,
    Fate.SHRUNK: State.PART,
    Fate.UNKNOWN: State.MISSING,
    Fate.STOPPED: State.FAILED,
    Fate.TO_COME: State.OPEN,
}
_FILLED: Final = {
    Fate.ALIVE: ("fnow", "on"),
    Fate.ADAPTED: ("fdone", "on"),
    Fate.SHRUNK: ("fsoft", ""),
    Fate.UNKNOWN: ("ground todo", "halo"),
    Fate.STOPPED: ("flate", "on"),
    Fate.TO_COME: ("ground todo", "q"),
}


@dataclass(frozen=True)
class CheckIn:
    """A moment after the establishment ("12 kk") and, for each fate, of how many practices it was told."""

    name: str
    counts: Mapping[Fate, int]

    @property
    def told(self) -> tuple[tuple[Fate, int], ...]:
        """The fates of at least one practice, as they are drawn."""
        return tuple((fate, self.counts[fate]) for fate in Fate if self.counts.get(fate))


@dataclass(frozen=True, kw_only=True)
class Survival(Picture):
    """The check-ins in order; each tells of the same practices. `words` name the fates."""

    check_ins: tuple[CheckIn, ...]
    words: Mapping[Fate, str]

    @property
    def drawn(self) -> Drawing:
        """The picture."""
        return _drawn(self)

    @property
    def fates(self) -> tuple[Fate, ...]:
        """Those that occur at all."""
        return tuple(fate for fate in Fate if any(one.counts.get(fate) for one in self.check_ins))

    def state(self, fate: Fate) -> State:
        """As the list beside the picture shows it."""
        return STATES[fate]


_LEFT, _RIGHT, _TOP, _ROW, _BAR = 112.0, WIDTH - 4.0, 4.0, 46.0, 30.0


def _drawn(of: Survival) -> Drawing:
    shapes: list[Shape] = []
    labels: list[Label] = []
    for number, check_in in enumerate(of.check_ins):
        middle = _TOP + _ROW * (number + 0.5)
        name = wrapped(check_in.name, _LEFT - 14, lines=1, bold=True)
        labels += [Label(0, middle + 5, words, "b") for words in name]
        for box, fate, count in _pieces(check_in, middle):
            shapes.append(_filled(box, fate))
            labels += _in_it(box, fate, count, of.words[fate])
    foot = _TOP + _ROW * len(of.check_ins) + 8
    meant, meanings, bottom = _legend([(fate, of.words[fate]) for fate in of.fates], foot)
    return Drawing(WIDTH, bottom, (*shapes, *meant), (*labels, *meanings))


def _pieces(check_in: CheckIn, middle: float) -> Iterator[tuple[Box, Fate, int]]:
    """The bar of a check-in in pieces as wide as their share of all practices."""
    whole = sum(count for _, count in check_in.told)
    left = _LEFT
    for fate, count in check_in.told:
        right = left + (_RIGHT - _LEFT) * count / whole
        gap = min(1.5, (right - left) / 4)
        yield Box(left, middle - _BAR / 2, right - gap, middle + _BAR / 2), fate, count
        left = right


def _filled(box: Box, fate: Fate) -> Shape:
    css, _ = _FILLED[fate]
    outlined = "todo" in css
    stroke = min(1.5, (box.right - box.left) / 2) if outlined else 0
    return rectangle(box, css, stroke=stroke, dash="3 3" if fate is Fate.TO_COME else "", hatched=fate is Fate.UNKNOWN)


def _in_it(box: Box, fate: Fate, count: int, word: str) -> list[Label]:
    """How many, with the word where there is room for it, alone where there is some, nothing in a narrow piece."""
    _, css = _FILLED[fate]
    room = box.right - box.left - 12
    middle = (box.left + box.right) / 2
    said = next((text for text in (f"{word} {count}", str(count)) if width_of(text, bold=True) <= room), "")
    return [Label(middle, (box.top + box.bottom) / 2 + 5, said, f"b {css}".strip(), "middle")] if said else []


def _legend(entries: Sequence[tuple[Fate, str]], top: float) -> tuple[list[Shape], list[Label], float]:
    shapes: list[Shape] = []
    labels: list[Label] = []
    x, y = 0.0, top + 12
    for fate, word in entries:
        wide = 30 + width_of(word)
        if x > 0 and x + wide > WIDTH:
            x, y = 0.0, y + ROW
        shapes.append(_filled(Box(x, y - 8, x + 22, y + 8), fate))
        labels.append(Label(x + 30, y + 5, word))
        x += wide + 22
    return shapes, labels, y + 16
