"""The words of public pages say the same in all languages."""

from __future__ import annotations

from typing import Any

import pytest

from api.web.public.words import LANGUAGES, words_in
from tests.api.web.test_words import blanks, leaves

ALWAYS_THERE = {"heading", "name", "contact"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_say_the_same_things(language: str) -> None:
    here, there = dict(leaves(words_in(language))), dict(leaves(words_in("fi")))
    assert here.keys() == there.keys()
    assert {path: blanks(text) for path, text in here.items() if isinstance(text, str)} == {
        path: blanks(text) for path, text in there.items() if isinstance(text, str)
    }


@pytest.mark.parametrize("statement", ["accessibility", "privacy"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_statements_have_the_same_parts_in_the_same_order(language: str, statement: str) -> None:
    assert [shape(one) for one in words_in(language)[statement]["section"]] == [
        shape(one) for one in words_in("fi")[statement]["section"]
    ]


def shape(section: dict[str, Any]) -> dict[str, Any]:
    """What a part is made of, and what is put into it."""
    told = {key: value for key, value in section.items() if key in ALWAYS_THERE - {"heading"}}
    lists = {key: len(section.get(key, ())) for key in ("text", "points")}
    return told | lists | {"blanks": sorted(name for text in section.get("text", ()) for name in blanks(text))}
