"""Keys that fit: a database is never opened with others than those it was sealed with."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.keys import KeyFileUnusable, KeyRing, token_sha256
from models.states import LetterState
from models.tables import Letter
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


def _sent(settings: Settings, name: str, day: int, ring: KeyRing) -> None:
    """A letter that went out with the link that these keys make."""
    when = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)
    letter = Letter(id=name, initiative_id="i", obligation_id=name, actor="a", kind="k", step="s", due_at=when)
    letter.state, letter.token_sha256 = LetterState.SENT, token_sha256(ring.link_token(name))
    parts = Parts.open(settings)
    parts.database.write_now(lambda session: session.add(letter))
    parts.database.close_now()


def _with_another_key_of_links(settings: Settings) -> None:
    kept = json.loads(settings.keys.read_text())
    settings.keys.write_text(json.dumps(kept | {"link": kept["master"]}))


def test_keys_that_made_none_of_the_links_are_refused(settings: Settings) -> None:
    _sent(settings, "one", 1, KeyRing.load(settings.keys))
    Parts.open(settings).database.close_now()
    _with_another_key_of_links(settings)
    with pytest.raises(KeyFileUnusable, match=r"the links in this database's letters .* Restore the key file"):
        Parts.open(settings, migrate=True)


def test_where_two_keys_have_made_links_each_can_start(settings: Settings) -> None:
    former = KeyRing.load(settings.keys)
    _sent(settings, "one", 1, former)
    _sent(settings, "two", 2, KeyRing(former.master, former.master))
    Parts.open(settings).database.close_now()
    _with_another_key_of_links(settings)
    Parts.open(settings).database.close_now()
