"""The letter that tells whoever coordinates that an address takes no mail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.correspondence.returned import ReturnedFacts
from letters.wording import LANGUAGES, words_in
from tests.letters.test_rendering import Page, part, sent

RETURNED = ReturnedFacts(
    message_id="<0123abcd@example.org>",
    initiative_id="sukeva",
    follows=None,
    languages=("fi",),
    name="Koordinaattori",
    address="koordinaattori@example.org",
    reply_to=None,
    initiative="Sukevan {kyytirinki}",
    backbone="Järjestöneuvosto",
    organisation="",
    role="",
    link="https://talkoot.example.org/initiatives/sukeva",
    whose="Maija {Mallikas}",
    person="person-7",
    code="5.1.1",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_whom_letters_do_not_reach_and_what_the_server_said(language: str) -> None:
    message = sent(replace(RETURNED, languages=(language,)))
    assert message.defects == []
    page = Page(part(message, "html"))
    assert (page.buttons, page.language) == ([RETURNED.link], words_in(language)["language"]["tag"])
    plain = part(message, "plain")
    assert "Maija {Mallikas} (person-7)" in plain
    assert "5.1.1" in plain
    assert "Sukevan {kyytirinki}" in message["Subject"]
    assert message["List-Unsubscribe"] is None


def test_of_somebody_who_was_erased_meanwhile_only_the_id_is_told() -> None:
    assert ": (person-7)" in part(sent(replace(RETURNED, whose=None)), "plain")
