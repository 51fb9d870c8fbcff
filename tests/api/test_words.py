"""Words: a text that people could not see, or would read otherwise than it is, is none."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from api.words import Text, Title

TITLE: TypeAdapter[Any] = TypeAdapter(Title)
TEXT: TypeAdapter[Any] = TypeAdapter(Text)


@pytest.mark.parametrize("text", ["\u200b\u200b", " \u2060", "\ufeff", "\u00a0", "\u00ad", "\u200d"])
def test_what_nobody_can_see_is_no_text(text: str) -> None:
    for words in (TITLE, TEXT):
        with pytest.raises(ValidationError, match="nothing but blanks"):
            words.validate_python(text * 4)


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\x00", "\x1b"])
def test_signs_that_turn_a_text_around_or_rule_a_terminal_are_refused(sign: str) -> None:
    for words in (TITLE, TEXT):
        with pytest.raises(ValidationError, match="control character"):
            words.validate_python(f"Kyl\u00e4{sign}talo")


@pytest.mark.parametrize("text", ["Kyl\u00e4talo", "\U0001f469\u200d\U0001f33e", "a\u00adb"])
def test_what_people_write_is_taken(text: str) -> None:
    assert TITLE.validate_python(text) == text
    assert TEXT.validate_python(f"{text}\n{text}") == f"{text}\n{text}"
