"""What the doctor says to write for a setting is what the setting takes."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from stack.doctor.shapes import remedy
from stack.settings import Settings

_WRONG = "neither \u2028 of them"


def _refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> bool:
    with monkeypatch.context() as patch:
        patch.setenv(f"TALKOOT_{name.upper()}", value)
        try:
            Settings()
        except ValidationError as refused:
            return any(name in error["loc"] for error in refused.errors())
    return False


@pytest.mark.parametrize(
    ("name", "said", "taken"),
    [
        ("environment", "write one of development, production, or leave it out: then it is development", "production"),
        ("api_port", "write a whole number from 0 to 65535, or leave it out: then it is 8000", "65535"),
        ("metrics_port", "write a whole number from 1 to 65535", "1"),
        ("max_cached_workflows", "write a whole number of 0 or more, or leave it out: then it is 500", "0"),
        ("smtp_timeout", "write a number from 1 to 24, or leave it out: then it is 20", "1.5"),
        ("temporal_tls", "write true or false", "false"),
        ("sandboxed", "write true or false, or leave it out: then it is false", "true"),
        ("temporal_address", "write it like temporal.example.org:7233", "temporal.example.org:7233"),
    ],
)
def test_what_it_says_to_write_is_taken(name: str, said: str, taken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert remedy(name) == said
    assert _refused(monkeypatch, name, _WRONG)
    assert not _refused(monkeypatch, name, taken)


def test_every_setting_that_can_be_refused_by_itself_has_words_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    refusable = [name for name in Settings.model_fields if _refused(monkeypatch, name, _WRONG)]
    assert len(refusable) >= 10
    assert [name for name in refusable if "a plain text" in remedy(name)] == []
