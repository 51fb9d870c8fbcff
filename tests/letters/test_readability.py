"""The words of letters can be read by those in a hurry, and plain Finnish by those who read with effort.

The limits are our own, chosen so that the texts as they were read aloud just keep them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean

import pytest

from letters.wording import LANGUAGES, words_in
from tests.letters.test_wording import leaves

NO_SENTENCES = (".dates.", ".language.", ".calendar.")


@dataclass(frozen=True)
class Limits:
    """How long sentences may be (words, at most and on average) and words (letters), and what is not said at all."""

    sentence: int
    average: float
    word: int
    banned: tuple[str, ...]


FINNISH = ("portti", "portin", "velvoi", "obligaatio", "prosess", "laiminly", "kesken", "toimenpi")
PLAIN = (*FINNISH, "taho", "mandaat", "sitoumu", "sidosryhm", "pilot", "edellyty")
LIMITS = {
    "fi": Limits(16, 7, 20, (*FINNISH, "arkipäiv")),
    "fi-selko": Limits(9, 5, 17, PLAIN),
    "sv": Limits(20, 9, 21, ("grind", "obligation", "process", "skyldig", "försum", "åläg", "erhåll", "hen ")),
    "en": Limits(20, 9, 17, ("gate", "obligation", "process", "neglect", "stakeholder", "failed to", "deliverable")),
}
RELATIVE = re.compile(r"\bjo(ka|tka|nka|iden|i?(ta|ssa|sta|lla|lta|lle|na)|hon|ihin)\b", re.IGNORECASE)


def texts(language: str) -> Iterator[tuple[str, str]]:
    """All that is said, with a word in the place of each blank."""
    for path, text in leaves(words_in(language)):
        if isinstance(text, str) and not path.startswith(NO_SENTENCES):
            yield path, re.sub(r"\{\w+\}", "Sukeva", text)


def sentences(text: str) -> list[str]:
    """The sentences of a text, those after a colon on their own; labels and headings are none."""
    return [one for one in re.split(r"(?<=[.?!:])\s+", text) if one.endswith((".", "?", "!", ":"))]


def words(sentence: str) -> list[str]:
    """Its words, without signs around them."""
    return [word for raw in sentence.split() if (word := raw.strip('.,:;?!”“"()'))]


def too_long(language: str, text: str) -> list[str]:
    """The sentences and words that are longer than the language allows."""
    limits = LIMITS[language]
    long = [one for one in sentences(text) if len(words(one)) > limits.sentence]
    return long + [word for word in words(text) if len(word) > limits.word]


def banned(language: str, text: str) -> list[str]:
    """What is said of the things that are not said."""
    found = [word for word in LIMITS[language].banned if word in text.lower()]
    return found + ([one[0] for one in RELATIVE.finditer(text)] if language == "fi-selko" else [])


def test_every_language_has_limits_and_those_of_plain_finnish_are_stricter() -> None:
    assert set(LIMITS) == set(LANGUAGES)
    plain, common = LIMITS["fi-selko"], LIMITS["fi"]
    assert (plain.sentence < common.sentence, plain.average < common.average, plain.word < common.word) == (True,) * 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_and_no_word_is_too_long(language: str) -> None:
    assert {path: found for path, text in texts(language) if (found := too_long(language, text))} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short_on_average(language: str) -> None:
    lengths = [len(words(one)) for _, text in texts(language) for one in sentences(text)]
    assert len(lengths) > 300
    assert mean(lengths) <= LIMITS[language].average


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_no_jargon_and_no_blame(language: str) -> None:
    assert {path: found for path, text in texts(language) if (found := banned(language, text))} == {}


def test_plain_finnish_has_no_more_than_one_comma_in_a_sentence() -> None:
    assert [one for _, text in texts("fi-selko") for one in sentences(text) if one.count(",") > 1] == []


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fi", "Sana " * 16 + "sana.", 1),
        ("fi", "Sana " * 15 + "sana. Sana sana.", 0),
        ("fi-selko", "Tässä on aivan liian monta sanaa yhden lauseen pituudeksi tänään.", 1),
        ("fi-selko", "Kunnallisvaltuustossa päätettiin.", 1),
    ],
)
def test_what_is_too_long_is_found(language: str, text: str, found: int) -> None:
    assert len(too_long(language, text)) == found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fi", "Portti on auki."),
        ("fi", "Vastaus on laiminlyöty."),
        ("fi-selko", "Tarve, josta kerroit, on tallessa."),
        ("fi-selko", "Mandaatti loppuu."),
        ("sv", "Du är skyldig att svara."),
        ("en", "The gate is shut."),
    ],
)
def test_what_is_not_to_be_said_is_found(language: str, text: str) -> None:
    assert banned(language, text)
