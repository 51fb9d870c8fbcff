"""The words: the same things can be said in every language, for every duty there is."""

from __future__ import annotations

import string
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from domain.clockwork import DECIDE_EXIT, REDECIDE_EXIT
from domain.initiative import RECHECK, TAKE_OVER
from domain.letter import Voice
from domain.merging.offers import TAKE_IN
from domain.schema.words import KINDS_BY_MATTER, KINDS_BY_PHASE
from domain.voting.duties import BALLOTS, INTEGRATE
from letters.wording import LANGUAGES, day, minutes_by_duty, short_day, spoken, words_in

ASKED = (*KINDS_BY_PHASE.values(), *(words.kinds for words in KINDS_BY_MATTER.values()))
DUTIES = {
    *(kind for kinds in ASKED for kind in kinds),
    *BALLOTS,
    INTEGRATE,
    DECIDE_EXIT,
    REDECIDE_EXIT,
    RECHECK,
    TAKE_OVER,
    TAKE_IN,
}


def leaves(words: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """All texts by their path."""
    if not isinstance(words, dict):
        yield path, words
        return
    for key, inner in words.items():
        yield from leaves(inner, f"{path}.{key}")


def blanks(sentence: object) -> set[str | None]:
    """The names of what is put into a sentence."""
    return (
        {name for _, name, _, _ in string.Formatter().parse(sentence) if name} if isinstance(sentence, str) else set()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_say_the_same_things(language: str) -> None:
    here, there = dict(leaves(words_in(language))), dict(leaves(words_in("fi")))
    assert here.keys() == there.keys()
    assert {path for path, text in here.items() if bool(text) != bool(there[path])} == set()
    lists = {path: len(text) for path, text in here.items() if isinstance(text, list)}
    assert lists == {path: len(there[path]) for path in lists}
    dates = {path for path in here if path.startswith(".dates")}
    assert {path: blanks(text) for path, text in here.items() if path not in dates} == {
        path: blanks(text) for path, text in there.items() if path not in dates
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_words_for_every_duty_and_voice(language: str) -> None:
    words = words_in(language)
    assert set(words["duty"]) == DUTIES
    assert set(words["voice"]) == set(Voice) - {Voice.CALLED}


def test_every_duty_tells_how_long_it_takes() -> None:
    assert set(minutes_by_duty()) == DUTIES


def test_no_jargon_and_no_blame_in_finnish() -> None:
    said = " ".join(str(text).lower() for _, text in leaves(words_in("fi")))
    assert [
        word for word in ("portti", "velvoite", "obligaatio", "prosessi", "laiminly", "kesken") if word in said
    ] == []


def test_days_are_written_with_their_weekday() -> None:
    when = date(2026, 11, 23)
    assert (day(words_in("fi"), when), short_day(words_in("fi"), when)) == ("maanantaina 23.11.2026", "ma 23.11.")
    assert (day(words_in("en"), when), short_day(words_in("en"), when)) == ("Monday 23 November 2026", "Mon 23 Nov")


def test_the_first_language_that_has_words_is_spoken() -> None:
    assert [spoken(wanted) for wanted in (("en", "fi"), ("sv", "en"), ("sv",), ())] == ["en", "en", "fi", "fi"]
