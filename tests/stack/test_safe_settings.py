"""What production refuses, told by the name of the variable to set."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

import pytest
from pydantic import ValidationError

from models.keys import KeyFileUnusable, KeyRing
from stack.keeping import key_ring
from stack.safe_settings import KNOWN_PASSWORDS, is_guessable
from stack.settings import Settings
from tests.stack.test_settings import PRODUCTION
from tests.stack.test_settings import _no_variables as _no_variables

UNSAFE = [
    ("TALKOOT_PUBLIC_URL", "http://talkoot.example"),
    ("TALKOOT_PUBLIC_URL", "talkoot.example"),
    ("TALKOOT_PUBLIC_URL", "https://"),
    ("TALKOOT_SENDER", "talkoot@localhost"),
    ("TALKOOT_SENDER", "talkoot@kyla.invalid"),
    ("TALKOOT_SENDER", "talkoot"),
    *(("TALKOOT_DATABASE_URL", f"postgresql://talkoot:{word}@db/talkoot") for word in sorted(KNOWN_PASSWORDS)),
    ("TALKOOT_DATABASE_URL", "postgresql://talkoot:Change%2DMe@db/talkoot"),
    ("TALKOOT_SMTP_URL", "smtp://talkoot:password@mail.example:587"),
]


@pytest.mark.parametrize(("name", "value"), UNSAFE)
def test_production_refuses_what_everybody_knows(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    for each, fine in PRODUCTION.items():
        monkeypatch.setenv(each, fine)
    assert Settings().environment == "production"
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=name) as refused:
        Settings()
    assert "Change" not in str(refused.value)
    monkeypatch.setenv("TALKOOT_ENVIRONMENT", "development")
    assert Settings().environment == "development"


def test_a_key_that_chance_made_is_never_taken_for_one_that_can_be_guessed() -> None:
    assert not any(is_guessable(secrets.token_bytes(32)) for _ in range(2000))
    assert is_guessable(b"v" * 32)
    assert is_guessable(b"change-me change-me change-me 32"[:32])


def test_production_refuses_a_key_file_that_was_made_by_hand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    KeyRing.load(file, create=True)
    for each, fine in {**PRODUCTION, "TALKOOT_KEY_FILE": str(file)}.items():
        monkeypatch.setenv(each, fine)
    assert key_ring(Settings())
    file.write_text(json.dumps({"version": 1, "master": "A" * 43 + "=", "link": "B" * 42 + "A="}))
    with pytest.raises(KeyFileUnusable, match="can be guessed"):
        key_ring(Settings())
