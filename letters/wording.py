"""The words of letters by language, read from `texts/`; dates are written as each language writes them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

Words = Mapping[str, Any]

_TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("fi", "en")


@cache
def words_in(language: str) -> Words:
    """All words of one of the LANGUAGES, as nested tables."""
    return tomllib.loads((_TEXTS / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def minutes_by_duty() -> Mapping[str, int]:
    """How many minutes each kind of duty takes."""
    return tomllib.loads((_TEXTS / "minutes.toml").read_text(encoding="utf-8"))


def spoken(wanted: Sequence[str]) -> str:
    """The first of the wanted languages that letters can be written in, else Finnish."""
    return next((language for language in wanted if language in LANGUAGES), LANGUAGES[0])


def day(words: Words, when: date) -> str:
    """A day with its weekday and year: `maanantaina 23.11.2026`."""
    return _written(words, "day", when)


def short_day(words: Words, when: date) -> str:
    """A day with its weekday: `ma 23.11.`."""
    return _written(words, "day_short", when)


def said_moment(words: Words, when: datetime) -> str:
    """A local moment with its weekday, year and clock: `maanantaina 23.11.2026 klo 9.00`."""
    moment: str = words["dates"]["moment"].format(
        day=day(words, when.date()), hour=when.hour, minute=f"{when.minute:02}"
    )
    return moment


def _written(words: Words, form: str, when: date) -> str:
    dates = words["dates"]
    written: str = dates[form].format(
        weekday=dates["weekdays"][when.weekday()],
        weekday_short=dates["weekdays_short"][when.weekday()],
        day=when.day,
        month=dates["months"][when.month - 1],
        month_short=dates["months_short"][when.month - 1],
        year=when.year,
    )
    return written
