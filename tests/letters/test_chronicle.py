"""Sentences of histories: every kind of entry has one in every language, and nobody is named in it."""

from __future__ import annotations

import pytest

from domain import cycle as cycle  # makes the events of every phase and matter known
from domain.correspondence.accounts import LetterEvent
from domain.events import Event
from domain.house import HouseEvent
from letters.chronicle import Chronicle, Who, history_words

LANGUAGES = ("fi", "sv", "en")
FAMILIES = (Event, LetterEvent, HouseEvent)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_entry_is_told_in_a_sentence_of_its_own(language: str) -> None:
    kinds = {kind for family in FAMILIES for kind in family.kinds}
    words = history_words(language)["kinds"]
    assert kinds <= words.keys()
    sentences = [words[kind] for kind in sorted(kinds)]
    assert all(said[0].isupper() and said.endswith(".") and "{" not in said for said in sentences)
    assert len(set(sentences)) == len(sentences), "two kinds are told alike"


def test_all_languages_tell_the_same_kinds_and_every_kind_of_actor() -> None:
    kinds = [history_words(language)["kinds"].keys() for language in LANGUAGES]
    assert kinds[0] == kinds[1] == kinds[2]
    for language in LANGUAGES:
        assert history_words(language)["who"].keys() == set(Who)


def test_a_sentence_says_for_whose_seat_it_was_and_what_has_no_words_is_told_by_its_kind() -> None:
    tell = Chronicle("en", {"seat_1": "Village (chair)"})
    assert tell.what("need.submitted", "seat_1") == "A need was told. For: Village (chair)."
    assert tell.what("need.submitted", "seat_2") == "A need was told."
    assert tell.what("later.happened") == "Recorded: later.happened."
    assert tell.who(Who.RULE) == "rules and clock"
