"""The key file and the tokens made from it."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models.keys import KeyFileUnusable, KeyRing, lacks_signing, token_sha256, write_down


def test_a_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "talkoot.keys"
    ring = KeyRing.load(path, create=True)
    assert path.stat().st_mode & 0o777 == 0o600
    assert KeyRing.load(path) == KeyRing.load(path, create=True) == ring
    assert len({ring.master, ring.link, ring.signing}) == 3
    assert [file.name for file in path.parent.iterdir()] == ["talkoot.keys"]


def test_processes_that_start_together_agree_on_one_key_file(tmp_path: Path) -> None:
    path = tmp_path / "talkoot.keys"
    with ThreadPoolExecutor(8) as starts:
        rings = list(starts.map(lambda _: KeyRing.load(path, create=True), range(32)))
    assert all(ring == rings[0] for ring in rings)


def test_a_missing_key_file_is_not_replaced_unasked(tmp_path: Path) -> None:
    with pytest.raises(KeyFileUnusable, match="backup"):
        KeyRing.load(tmp_path / "talkoot.keys")


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"master": "AAAA", "link": "AAAA"}', '{"master": 1, "link": "ä"}']
)
def test_a_damaged_key_file_is_refused_with_what_to_do(tmp_path: Path, content: str) -> None:
    path = tmp_path / "talkoot.keys"
    path.write_text(content, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(KeyFileUnusable):
        KeyRing.load(path)


def test_a_key_file_that_everybody_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "talkoot.keys"
    KeyRing.load(path, create=True)
    path.chmod(0o644)
    with pytest.raises(KeyFileUnusable, match="chmod 600"):
        KeyRing.load(path)


def test_a_link_token_is_256_bits_url_safe_and_the_same_for_the_same_letter(tmp_path: Path) -> None:
    ring = KeyRing.load(tmp_path / "talkoot.keys", create=True)
    token = ring.link_token("letter_1")
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
    assert ring.link_token("letter_1") == token
    assert ring.link_token("letter_2") != token
    assert re.fullmatch(r"[0-9a-f]{64}", token_sha256(token))


def test_the_token_that_stops_reminders_is_as_strong_and_opens_no_letter(tmp_path: Path) -> None:
    ring = KeyRing.load(tmp_path / "talkoot.keys", create=True)
    token = ring.unsubscribe_token("b1")
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
    assert ring.unsubscribe_token("b1") == token != ring.unsubscribe_token("b2")
    assert token != ring.link_token("b1")


def test_keys_do_not_show_in_a_representation(tmp_path: Path) -> None:
    assert repr(KeyRing.load(tmp_path / "talkoot.keys", create=True)) == "KeyRing()"


def of_before(path: Path) -> Path:
    """A key file as they were before the log was signed."""
    key = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="
    path.write_text(f'{{"version": 1, "master": "{key}", "link": "{key.lower()[:-4] + "QUE="}"}}', encoding="ascii")
    path.chmod(0o640)
    return path


def test_a_file_of_before_signs_with_the_same_key_for_all_and_keeps_it_once_written_down(tmp_path: Path) -> None:
    path = of_before(tmp_path / "talkoot.keys")
    ring = KeyRing.load(path)
    assert lacks_signing(path)
    assert len(ring.signing) == 32
    assert ring.signing not in (ring.master, ring.link)
    assert KeyRing.load(path) == ring
    write_down(path, signing=ring.signing)
    assert not lacks_signing(path)
    assert KeyRing.load(path) == ring
    assert path.stat().st_mode & 0o777 == 0o640
    assert [file.name for file in tmp_path.iterdir()] == ["talkoot.keys"]


def test_a_key_file_that_cannot_be_written_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = of_before(tmp_path / "talkoot.keys")
    before = path.read_bytes()

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.chown", refuse)
    with pytest.raises(PermissionError):
        write_down(path, signing=b"s" * 32)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["talkoot.keys"]
