"""The words of letters by language, read from `texts/`; dates are written as each language writes them."""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

Words = Mapping[str, Any]

_HOUR = 60  # minutes, from which on only whole hours are told
_TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("fi", "fi-selko", "sv", "en")
"""The languages of letters: Finnish, plain Finnish (selkosuomi), Swedish and English."""


@cache
def words_in(language: str) -> Words:
    """All words of one of the LANGUAGES, as nested tables."""
    return tomllib.loads((_TEXTS / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def minutes_by_duty() -> Mapping[str, int]:
    """How many minutes each kind of duty takes."""
    return tomllib.loads((_TEXTS / "minutes.toml").read_text(encoding="utf-8"))


def spoken(wanted: Iterable[str], known: Container[str] = LANGUAGES) -> str:
    """The first of the wanted languages that there are words in, else Finnish. Where there is no plain form of a
    language (`fi-selko`), its common form (`fi`) takes its place.
    """
    forms = (form for language in wanted for form in (language, common_form(language)))
    return next((form for form in forms if form in known), LANGUAGES[0])


def common_form(language: str) -> str:
    """The language that this is a plain form of, or the language itself."""
    return language.partition("-")[0]


def titled(titles: Mapping[str, str], language: str) -> str:
    """The title in a language, else in the first one that there is; empty where there is none."""
    return titles.get(common_form(language)) or next(iter(titles.values()), "")


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


def counted(words: Words, number: int, form: str = "count") -> str:
    """A number from one on as it is written in a sentence: in words up to ten, then in digits. The form `of` is that
    after "asks".
    """
    named: list[str] = words["numbers"][form]
    return named[number - 1] if 0 < number <= len(named) else str(number)


def takes(words: Words, duty: str) -> str:
    """How long a duty of this kind takes: `noin 10 minuuttia`."""
    common, minutes = words["common"], minutes_by_duty()[duty]
    said: str = (
        common["minute"]
        if minutes == 1
        else common["minutes"].format(minutes=minutes)
        if minutes < _HOUR
        else common["hour"]
        if minutes == _HOUR
        else common["hours"].format(hours=minutes // _HOUR)
    )
    return said


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
