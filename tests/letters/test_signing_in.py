"""The letter with a sign-in link: in every language, plain in text and in HTML, with nothing that is not needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from domain.staff.letter import SignInFacts
from letters.signing_in import sign_in_letter
from letters.wording import LANGUAGES
from tests.letters.test_bundling import part

AT = datetime(2026, 11, 24, 12, 5, tzinfo=ZoneInfo("Europe/Helsinki"))
FACTS = SignInFacts(
    id="sil-1",
    name="Aino <b>",
    address="aino@example.org",
    language="fi",
    link="https://talkoot.example/sign-in/abc",
    site="talkoot.example",
    asked_at=AT,
    until=AT.replace(minute=20),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_where_the_link_leads_and_until_when(language: str) -> None:
    message = sign_in_letter(replace(FACTS, language=language), sender="talkoot@example.org", date=AT)
    for kind in ("plain", "html"):
        text = part(message, kind)
        assert FACTS.link in text
        assert "talkoot.example" in text
        assert "12:20" in text or "12.20" in text
    assert message["Content-Language"].startswith(language.partition("-")[0])
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_name_is_never_read_as_markup_and_the_same_facts_give_the_same_message_id() -> None:
    message = sign_in_letter(FACTS, sender="talkoot@example.org", date=AT)
    assert "<b>" not in part(message, "html").partition("<main")[2].partition("Aino")[2][:20]
    assert message["Message-ID"] == "<sil-1@example.org>"


def test_somebody_without_a_name_is_greeted_all_the_same() -> None:
    message = sign_in_letter(replace(FACTS, name=None), sender="talkoot@example.org", date=AT)
    assert "Hei!" in part(message, "plain")


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="address"):
        sign_in_letter(replace(FACTS, address="a@b\nBcc: x@y"), sender="talkoot@example.org", date=AT)
