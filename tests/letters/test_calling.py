"""Letters to those who told of a need by an open call: to confirm it, and with its answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.facts import NeedAnswer
from domain.letter import CallFacts
from letters.wording import LANGUAGES, words_in
from tests.letters.test_rendering import Page, part, sent

CONFIRM = CallFacts(
    message_id="<0123abcd@example.org>",
    initiative_id="sukeva",
    follows=None,
    languages=("fi",),
    name=None,
    address="kylalainen@example.org",
    reply_to="koordinaattori@example.org",
    initiative="Sukevan {kyytirinki}",
    backbone="Järjestöneuvosto",
    organisation="",
    role="",
    link="https://talkoot.example.org/call/need/abc-DEF_123",
    written="Illalla ei pääse {kotiin} <heti>.",
    held_until=date(2026, 12, 1),
)
ANSWERED = [
    replace(CONFIRM, held_until=None, answer=answer, reason="Moni {kertoi} samasta.", parked_until=date(2027, 1, 4))
    for answer in NeedAnswer
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("facts", [CONFIRM, *ANSWERED], ids=lambda facts: facts.answer or "confirm")
def test_a_sender_reads_what_they_wrote_and_gets_one_button(facts: CallFacts, language: str) -> None:
    message = sent(replace(facts, languages=(language,)))
    page = Page(part(message, "html"))
    assert (page.buttons, page.language) == ([facts.link], words_in(language)["language"]["tag"])
    assert message.defects == []
    plain = part(message, "plain")
    assert "Illalla ei pääse {kotiin} <heti>." in plain
    assert ("Moni {kertoi} samasta." in plain) is (facts.answer is not None)


def test_what_is_to_be_confirmed_says_until_when_and_what_to_do_if_it_was_somebody_else() -> None:
    plain = part(sent(CONFIRM), "plain")
    assert "tiistaina 1.12.2026" in plain
    assert "Jos se et ollut sinä" in " ".join(plain.split())


def test_what_has_become_of_an_erased_text_is_said() -> None:
    assert "teksti on poistettu" in part(sent(replace(ANSWERED[0], written=None)), "plain")
