"""Wording on pages of staff: one name for one thing, and days that fit the words around them."""

from __future__ import annotations

import json

import pytest

from api.web.staff.words import LANGUAGES, words_in


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_role_has_one_name(language: str) -> None:
    words = words_in(language)
    assert {name: words["api_keys"]["roles"][name] for name in words["role"]} == words["role"]
    assert words["phone"]["people"]["coordinator"] == words["role"]["coordinator"]


def test_a_finnish_day_with_its_weekday_says_when_and_not_until_when() -> None:
    """`tiistaina 24.11.2026` cannot be followed by `asti`."""
    assert "{day} asti" not in json.dumps(words_in("fi")["start"], ensure_ascii=False)
