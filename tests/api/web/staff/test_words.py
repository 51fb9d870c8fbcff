"""The words of staff's pages say the same in all languages."""

from __future__ import annotations

import pytest

from api.web.staff.words import LANGUAGES, words_in
from tests.api.web.test_words import blanks, leaves


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_say_the_same_things(language: str) -> None:
    here, there = dict(leaves(words_in(language))), dict(leaves(words_in("fi")))
    assert here.keys() == there.keys()
    assert {path: blanks(text) for path, text in here.items()} == {path: blanks(text) for path, text in there.items()}
