"""The sentences of the phone list: the same in every language, and of everything that can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from api.answering import ANSWERS
from domain.correspondence.silences import Why
from letters.phoning import LANGUAGES, Phoning, words_in
from models.states import CallResult

DAY, LATER = date(2026, 11, 24), date(2026, 12, 1)


def leaves(words: Any, path: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """Every sentence by its place, with the names of what is put into it."""
    if isinstance(words, dict):
        for name, inner in words.items():
            yield from leaves(inner, f"{path}.{name}")
    else:
        yield path, frozenset(re.findall(r"{(\w+)}", words))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same(language: str) -> None:
    assert dict(leaves(words_in(language))) == dict(leaves(words_in("fi")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_told_has_a_sentence(language: str) -> None:
    phoning = Phoning.of(language)
    whys = [phoning.why(why, sent) for why in (None, *Why) for sent in (None, DAY)]
    calls = [phoning.called(result, DAY, LATER) for result in CallResult]
    asked = [phoning.asked({}, duty, DAY, today) for duty in ANSWERS for today in (DAY, LATER)]
    said = [*whys, *calls, *asked, *(phoning.takes(duty) for duty in ANSWERS)]
    assert len(set(whys)) == len(whys)
    assert all(sentence.endswith(".") and "{" not in sentence and ".." not in sentence for sentence in said), said


def test_whom_to_call_is_told_in_the_words_of_the_language() -> None:
    assert Phoning.of("fi").contact("holder", "Maija", "040 123 4567") == "edustaja Maija, 040 123 4567"
    assert Phoning.of("sv").contact("deputy", None, None) == "ersättare (inget namn), inget nummer"


def test_who_wants_plain_finnish_hears_finnish() -> None:
    plain = Phoning.of("fi-selko")
    assert plain.takes("answer_invitation") == Phoning.of("fi").takes("answer_invitation")
    assert plain.asked({"fi": "Vastatkaa kutsuun"}, "answer_invitation", DAY, DAY).endswith("Aikaa on 24.11.2026 asti.")


def test_a_line_reads_like_a_sentence() -> None:
    finnish, swedish = Phoning.of("fi"), Phoning.of("sv")
    titles = {"fi": "Vastatkaa kutsuun", "sv": "Svara på inbjudan"}
    assert finnish.why(Why.UNREAD, DAY) == "Viimeinen kirje lähti 24.11. Ei tiedetä, onko kirjettä avattu."
    assert finnish.asked(titles, "answer_invitation", DAY, LATER) == "Vastatkaa kutsuun. Aika päättyi 24.11.2026."
    assert swedish.asked(titles, "answer_invitation", LATER, DAY) == "Svara på inbjudan. Det finns tid till 1.12.2026."
    assert finnish.called("no_answer", DAY, None) == "Soitettu 24.11., ei vastausta."
    assert finnish.takes("answer_invitation") == "Vastaamiseen menee noin 2 minuuttia."
