"""Reading the mapping of an operating model place by place, so that every refusal names the exact path."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import isfinite
from typing import NoReturn, TypeVar

from domain.refusals import ModelInvalid
from domain.shares import Share
from domain.spans import Span, Unit

Word = TypeVar("Word", bound=StrEnum)

_TEN_YEARS = {Unit.WORKING_DAYS: 2600, Unit.DAYS: 3660, Unit.MONTHS: 120}


@dataclass(frozen=True)
class Place:
    """The value found at `path` (dotted; items of a list by their number from 0; empty for the whole file).

    Every method returns what the place holds in the form asked for, or raises ModelInvalid with the path.
    """

    value: object
    path: str = ""

    def refuse(self, reason: str, remedy: str = "") -> NoReturn:
        """Raise ModelInvalid for this place."""
        raise ModelInvalid(reason, path=self.path, remedy=remedy)

    def at(self, key: object, value: object = None) -> Place:
        """The place below this one under `key`."""
        return Place(value, f"{self.path}.{key}" if self.path else str(key))

    def named(self, pattern: str = r"[a-z][a-z0-9_]{0,59}") -> dict[str, Place]:
        """The places of a mapping whose keys the author chooses: at least one, each matching `pattern`."""
        places = self._mapping()
        for key, place in places.items():
            if not re.fullmatch(pattern, key):
                place.refuse(f"{shown(key)} cannot be used as a name here", "use small letters, digits and underscores")
        if not places:
            self.refuse("there is nothing here", "write at least one")
        return places

    def fields(self, *needed: str, optional: tuple[str, ...] = ()) -> dict[str, Place]:
        """The places of a mapping whose keys the schema fixes: no unknown key, none of `needed` missing."""
        places = self._mapping()
        for key, place in places.items():
            if key not in needed and key not in optional:
                place.refuse(f"{shown(key)} is not a word of operating models here", offer(key, needed + optional))
        for key in needed:
            if key not in places:
                self.at(key).refuse(f"'{key}' is missing", f"add {key}")
        return places

    def items(self) -> list[Place]:
        """The places of a list."""
        if not isinstance(self.value, list):
            self.refuse(f"a list belongs here, not {shown(self.value)}", "write it between [ and ]")
        return [self.at(number, item) for number, item in enumerate(self.value)]

    def text(self, pattern: str = r"\S(.{0,158}\S)?", remedy: str = "write one line of at most 160 characters") -> str:
        """A text that matches `pattern` from end to end."""
        if not isinstance(self.value, str):
            self.refuse(f"text belongs here, not {shown(self.value)}", f"put it in quotes; {remedy}")
        if not re.fullmatch(pattern, self.value, re.ASCII) or not self.value.isprintable():
            self.refuse(f"{shown(self.value)} does not have the form asked for", remedy)
        return self.value

    def word(self, words: type[Word]) -> Word:
        """One word of a closed list."""
        known = [word.value for word in words]
        if self.value not in known:
            self.refuse(f"{shown(self.value)} is not a word known here", offer(self.value, known))
        return words(str(self.value))

    def number(self, most: int) -> int:
        """A whole number from 1 to `most`."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or not 1 <= self.value <= most:
            self.refuse(f"{shown(self.value)} is not a number for this", f"write a whole number from 1 to {most}")
        return self.value

    def share(self) -> Share:
        """A share above 0 and at most 1: a number of whole percent such as 0.6, or a fraction in quotes such as "2/3".

        A number finer than a percent is refused: 0.667 of twelve seats would be nine, not the eight of two thirds.
        """
        remedy = 'write a share above 0 and at most 1: whole percent as 0.6, or an exact fraction in quotes as "2/3"'
        found = _fraction(self.value)
        if found is None:
            self.refuse(f"a share belongs here, not {shown(self.value)}", remedy)
        if not 0 < found <= 1:
            self.refuse(f"{shown(self.value)} is not a share of a whole", remedy)
        if isinstance(self.value, float) and (found * 100).denominator != 1:
            self.refuse(f"{shown(self.value)} is finer than a whole percent", remedy)
        return Share(found.numerator, found.denominator)

    def span(self) -> Span:
        """A span of time of either sign, ten years at most."""
        if not isinstance(self.value, str):
            self.refuse(f"{shown(self.value)} is not a span of time", "write it as 30wd, P14D, P2W, P3M or P1Y")
        span = Span.parse(self.value, path=self.path)
        if abs(span.amount) > _TEN_YEARS[span.unit]:
            self.refuse(f"{self.value} is longer than ten years", "write a shorter span")
        return span

    def duration(self) -> Span:
        """A span of time that leads forward."""
        span = self.span()
        if span.amount < 1:
            self.refuse(f"{shown(self.value)} does not lead forward in time", "write at least one day")
        return span

    def _mapping(self) -> dict[str, Place]:
        if not isinstance(self.value, dict):
            self.refuse(f"a mapping of names to values belongs here, not {shown(self.value)}", "write key: value pairs")
        for key in self.value:
            if not isinstance(key, str):
                self.at(shown(key)).refuse(f"the key {shown(key)} is not text", "put the key in quotes, or rename it")
        return {key: self.at(key, value) for key, value in self.value.items()}


def _fraction(value: object) -> Fraction | None:
    """The exact value of a number, or of a fraction written as text; None for anything else."""
    match value:
        case str() if re.fullmatch(r"[0-9]{1,4}/[1-9][0-9]{0,3}", value):
            return Fraction(value)
        case int() if not isinstance(value, bool):
            return Fraction(value)
        case float() if isfinite(value):
            return Fraction(str(value))
        case _:
            return None


def ascending(places: list[Place], spans: list[Span]) -> None:
    """Refuse the first span that counts in another unit than the first one or does not come after the one before.

    One unit, because whether 5wd comes before P7D depends on the season.
    """
    for place, span, before in zip(places[1:], spans[1:], spans, strict=False):
        if span.unit is not before.unit:
            place.refuse(f"{span} and {before} count in different units", "count all of them in one unit")
        if span.amount <= before.amount:
            place.refuse(f"{span} does not come after {before}", "write them in the order of time")


def offer(found: object, known: Iterable[str]) -> str:
    """What could have been meant: the nearest known word, else all of them."""
    words = sorted(known)
    near = difflib.get_close_matches(str(found)[:60], words, n=1)
    return f"did you mean {near[0]}?" if near else f"known here: {', '.join(words)}"


def shown(value: object) -> str:
    """The value as a reason quotes it: never more than a few words of it."""
    match value:
        case None:
            return "nothing"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case str():
            return f"'{value[:40]}…'" if len(value) > 40 else f"'{value}'"
        case int() | float() if not isinstance(value, bool) and abs(value) > 1e12:
            return "so large a number"
        case _:
            return str(value).lower()[:40]
