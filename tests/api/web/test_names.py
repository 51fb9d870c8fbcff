"""Letters and pages call the same things by the same names, in every language."""

from __future__ import annotations

import re
from typing import Any

import pytest

from api.web.words import LANGUAGES
from api.web.words import words_in as words_of_pages
from letters.wording import words_in as words_of_letters
from tests.api.web.test_words import leaves
from tests.letters.test_readability import banned, sentences, too_long

OTHER_NAMES = {
    "fi": ("prosessi", "hanke ", "suppleantti", "pöytäkirja", "velvoite"),
    "fi-selko": ("prosessi", "suppleantti", "pöytäkirja", "velvoite", "mandaatti", "sektori", "taho"),
    "sv": ("process", "suppleant", "samordnare", "protokoll", "medlemsorganisation"),
    "en": ("substitute", "alternate", "facilitator", "project lead"),
}
"""What initiative, deputy, coordinator and minutes are not called, as somebody would ask what the other one is."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_on_both_is_said_alike(language: str) -> None:
    page, letter = words_of_pages(language), words_of_letters(language)
    assert page["facts"]["takes"] == letter["common"]["takes"]
    assert page["facts"]["due"] == letter["due"]["reader"]["ahead"]["label"]
    assert page["facts"]["was_due"] == letter["due"]["reader"]["passed"]["label"]
    assert page["note"]["overdue"] == letter["due"]["reader"]["passed"]["note"]
    assert page["page"]["coordinator"].lower() in letter["common"]["signature"].lower()
    assert page["scale"]["unknown"] in letter["duty"]["answer_rubric"]["what"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_need_of_an_open_call_is_answered_in_the_same_words(language: str) -> None:
    page, letter = words_of_pages(language)["held"]["stands"], words_of_letters(language)["call"]["answer"]
    assert page["taken_up"] == letter["taken_up"]
    assert set(letter) <= set(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_neither_has_another_name_for_what_the_other_speaks_of(language: str) -> None:
    said = [text.lower() for words in both(language) for text in words]
    assert [(name, text) for name in OTHER_NAMES[language] for text in said if name in text] == []


@pytest.mark.parametrize("language", ["fi-selko", "sv"])
def test_pages_are_as_easy_to_read_as_letters(language: str) -> None:
    said = [re.sub(r"\{\w+\}", "Sukeva", text) for text in texts(words_of_pages(language))]
    assert {text: found for text in said if (found := too_long(language, text) + banned(language, text))} == {}
    if language == "fi-selko":
        assert [one for text in said for one in sentences(text) if one.count(",") > 1] == []


def both(language: str) -> tuple[list[str], list[str]]:
    """All texts of pages and all of letters."""
    return texts(words_of_pages(language)), texts(words_of_letters(language))


def texts(words: Any) -> list[str]:
    found = [text for _, text in leaves(words)]
    return [str(one) for text in found for one in (text if isinstance(text, list) else [text])]
