"""The words of pages by language, read from `texts/`. What is asked, and how dates are written, is as in letters."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from letters import wording

Words = Mapping[str, Any]

_TEXTS = Path(__file__).parent / "texts"
LANGUAGES = wording.LANGUAGES
"""Pages that a personal link opens speak what letters speak."""


@cache
def words_in(language: str) -> Words:
    """All words of pages in one of the LANGUAGES, as nested tables."""
    return tomllib.loads((_TEXTS / f"{language}.toml").read_text(encoding="utf-8"))


def gathered(folder: Path) -> Words:
    """The words of every file of a folder, as nested tables. Each table stands in one file."""
    words: dict[str, Any] = {}
    for file in sorted(folder.glob("*.toml")):
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        assert not words.keys() & tables.keys(), f"{file}: said elsewhere already"
        words |= tables
    return words


def spoken(wanted: Iterable[str]) -> str:
    """The first of the wanted languages that pages can be written in, else Finnish."""
    return wording.spoken(wanted, LANGUAGES)


def day(language: str, when: date) -> str:
    """A day with its weekday and year."""
    return wording.day(wording.words_in(language), when)


def moment(language: str, when: datetime) -> str:
    """A local moment with its weekday, year and clock: `tiistaina 24.11.2026 klo 9.42`."""
    clock: str = words_in(language)["times"]["clock"].format(hour=when.hour, minute=f"{when.minute:02}")
    return words_in(language)["times"]["moment"].format(day=day(language, when.date()), clock=clock)  # type: ignore[no-any-return]


def time_left(language: str, today: date, due: date) -> str:
    """How long there is until the end of the due day, in words; nothing once it is over."""
    left, times = (due - today).days, words_in(language)["times"]
    said: str = "" if left < 0 else times["days_left"].format(days=left) if left > 1 else times["soon"][left]
    return said
