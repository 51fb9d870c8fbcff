"""Keys that fit: a database is never opened with others than those it was sealed with."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.keys import KeyFileUnusable
from models.vault import Vault
from stack.parts import Parts
from stack.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A folder with a database in whose vault one text lies."""
    settings = Settings(data=tmp_path)
    parts = Parts.open(settings, migrate=True)
    now = datetime.now(UTC)
    parts.database.write_now(
        lambda s: parts.vault.put_pending(s, "organisation:o1", "name", "Kyl\u00e4", "0" * 16, now)
    )
    parts.database.close_now()
    return settings


def test_the_keys_it_was_sealed_with_open_it(settings: Settings) -> None:
    Parts.open(settings).database.close_now()


def test_without_its_key_file_no_new_one_is_made_for_it(settings: Settings) -> None:
    settings.keys.unlink()
    with pytest.raises(KeyFileUnusable, match="never make a new one"):
        Parts.open(settings, migrate=True)
    assert not settings.keys.exists()


def test_the_keys_of_another_installation_are_refused(settings: Settings, tmp_path: Path) -> None:
    other = Settings(data=tmp_path / "other")
    Parts.open(other, migrate=True).database.close_now()
    settings.keys.write_bytes(other.keys.read_bytes())
    with pytest.raises(KeyFileUnusable, match="does not open the vault"):
        Parts.open(settings)


def test_keys_that_open_the_first_text_and_not_the_last_are_refused(settings: Settings) -> None:
    parts, now = Parts.open(settings), datetime.now(UTC)
    other = Vault(b"x" * 32)
    parts.database.write_now(lambda s: other.put(s, "person:p1", "name", "Bertta", now))
    parts.database.close_now()
    with pytest.raises(KeyFileUnusable, match="does not open the vault"):
        Parts.open(settings)
