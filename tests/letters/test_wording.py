"""The words: the same things can be said in every language, for every duty there is."""

from __future__ import annotations

import string
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from domain.clockwork import DECIDE_EXIT, REDECIDE_EXIT
from domain.initiative import RECHECK, TAKE_OVER
from domain.letter import Voice
from domain.merging.offers import TAKE_IN
from domain.schema.words import KINDS_BY_MATTER, KINDS_BY_PHASE
from domain.voting.duties import BALLOTS, INTEGRATE
from letters.wording import (
    LANGUAGES,
    counted,
    day,
    minutes_by_duty,
    said_moment,
    short_day,
    spoken,
    takes,
    titled,
    words_in,
)

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
    assert set(words["voice"]) == set(Voice) - {Voice.CALLED, Voice.UNDELIVERED}


def test_every_duty_tells_how_long_it_takes() -> None:
    assert set(minutes_by_duty()) == DUTIES


@pytest.mark.parametrize(
    ("language", "long", "short", "moment"),
    [
        ("fi", "maanantaina 23.11.2026", "ma 23.11.", "maanantaina 23.11.2026 klo\u00a09.05"),
        ("fi-selko", "maanantaina 23.11.2026", "ma 23.11.", "maanantaina 23.11.2026 kello\u00a09.05"),
        ("sv", "måndagen den 23.11.2026", "må 23.11", "måndagen den 23.11.2026 kl.\u00a09.05"),
        ("en", "Monday 23 November 2026", "Mon 23 Nov", "Monday 23 November 2026 at\u00a09:05"),
    ],
)
def test_days_and_moments_are_written_with_their_weekday(language: str, long: str, short: str, moment: str) -> None:
    words, when = words_in(language), datetime(2026, 11, 23, 9, 5)
    assert (day(words, when.date()), short_day(words, when.date()), said_moment(words, when)) == (long, short, moment)


@pytest.mark.parametrize(
    ("duty", "fi", "sv"),
    [
        ("attend_meeting", "noin minuutti", "ungefär en minut"),
        ("answer_readiness", "noin 10 minuuttia", "ungefär 10 minuter"),
        ("set_goals", "noin tunti", "ungefär en timme"),
        ("write_section", "noin 2 tuntia", "ungefär 2 timmar"),
    ],
)
def test_how_long_it_takes_is_said_as_people_say_it(duty: str, fi: str, sv: str) -> None:
    assert (takes(words_in("fi"), duty), takes(words_in("sv"), duty)) == (fi, sv)


def test_every_duty_takes_some_minutes_or_whole_hours() -> None:
    assert {duty for duty, minutes in minutes_by_duty().items() if minutes > 60 and minutes % 60} == set()


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (("en", "fi"), "en"),
        (("sv", "en"), "sv"),
        (("fi-selko", "sv"), "fi-selko"),
        (("se", "en"), "en"),
        (("se",), "fi"),
        ((), "fi"),
    ],
)
def test_the_first_language_that_has_words_is_spoken(wanted: tuple[str, ...], language: str) -> None:
    assert spoken(wanted) == language


def test_where_there_is_no_plain_form_the_common_one_takes_its_place_before_other_languages() -> None:
    assert spoken(("fi-selko", "en", "fi"), known=("fi", "en")) == "fi"
    assert spoken(("sv", "en"), known=("fi", "en")) == "en"
    assert titled({"sv": "Möte", "fi": "Kokous"}, "fi-selko") == "Kokous"
    assert titled({"sv": "Möte"}, "fi-selko") == "Möte"
    assert titled({}, "fi") == ""


@pytest.mark.parametrize(("number", "said"), [(0, "0"), (1, "yksi"), (10, "kymmenen"), (11, "11")])
def test_small_numbers_are_written_in_words(number: int, said: str) -> None:
    assert counted(words_in("fi"), number) == said
