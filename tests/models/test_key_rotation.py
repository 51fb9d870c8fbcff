"""Rotating keys: what was made by a former key goes on, whoever reads the file, and whatever dies meanwhile."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from models import key_rotation, keys
from models.engine import Database
from models.key_rotation import Rotated, prepare, promote, retire
from models.keys import KINDS, KeyFileUnusable, KeyRing, token_sha256
from models.master_keys import id_of
from models.rewrapping import left, rewrap
from models.seals import SealBroken
from models.tables import SubjectKey
from models.vault import Vault
from tests.fixtures.databases import everything
from tests.fixtures.interrupting import tried_before_each_statement

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "keys" / "keys.json"
    KeyRing.load(path, create=True)
    return path


def test_a_ring_follows_its_file_and_what_former_keys_made_goes_on(path: Path) -> None:
    ring = KeyRing.load(path)
    former, token = ring.masters(), ring.link_token("letter_1")
    assert promote(path, "master") == Rotated(former.id, ring.masters().id)
    assert ring.masters().others == (former.newest,)
    promote(path, "link")
    assert ring.link_token("letter_1") != token == ring.link_token("letter_1", token_sha256(token))
    assert ring.link_token("letter_1", token_sha256("another")) == ring.link_token("letter_1")
    stops = ring.unsubscribe_token("b1")
    promote(path, "link")
    assert ring.unsubscribe_token("b1", token_sha256(stops)) == stops != ring.unsubscribe_token("b1")
    path.unlink()
    assert ring.masters() == former, "as it was read first"


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_that_is_prepared_opens_and_makes_nothing_yet(path: Path, kind: key_rotation.Kind) -> None:
    before = KeyRing.load(path)
    following = prepare(path, kind)
    assert prepare(path, kind) == following
    ring = KeyRing.load(path)
    assert (ring.master, ring.link) == (before.master, before.link)
    assert [id_of(key) for key in ring.other_masters + ring.other_links] == [following]
    assert promote(path, kind).now == following
    assert retire(path, kind) == (id_of(before.master if kind == "master" else before.link),)
    assert retire(path, kind) == ()
    after = KeyRing.load(path)
    assert after.other_masters + after.other_links == ()


def test_what_else_stands_in_the_file_stays_and_so_do_its_mode_and_its_neighbours(path: Path) -> None:
    said = json.loads(path.read_text()) | {"other": "c2lnbmluZw=="}
    path.write_text(json.dumps(said))
    path.chmod(0o640)
    promote(path, "master")
    assert json.loads(path.read_text())["other"] == "c2lnbmluZw=="
    assert path.stat().st_mode & 0o777 == 0o640
    assert [file.name for file in path.parent.iterdir()] == ["keys.json"]


def test_the_key_that_signs_stays_the_same_also_where_it_followed_from_the_master_key(path: Path) -> None:
    said = json.loads(path.read_text())
    path.write_text(json.dumps({name: said[name] for name in ("version", "master", "link")}))
    signing = KeyRing.load(path).signing
    promote(path, "master")
    assert KeyRing.load(path).signing == signing


def test_dying_before_the_new_file_is_in_place_leaves_the_old_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()

    def die(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keys.os, "fsync", die)
    with pytest.raises(KeyFileUnusable, match="No space left"):
        promote(path, "master")
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["keys.json"]


async def test_a_vault_opens_all_while_its_keys_are_wrapped_anew_a_few_at_a_time(
    database: Database, path: Path
) -> None:
    ring = KeyRing.load(path)
    vault, texts = Vault(ring.masters), dict[str, str]()

    async def put(number: int) -> None:
        ref = await database.write(lambda s: vault.put(s, f"person:{number}", "f", f"teksti {number}", NOW))
        texts[ref] = f"teksti {number}"

    async def opens() -> None:
        for one in (vault, Vault(KeyRing.load(path).masters)):
            assert await database.read(lambda s, one=one: one.reveal_many(s, texts)) == texts

    for number in range(7):
        await put(number)
    await database.write(lambda s: setattr(s.exec(select(SubjectKey)).first(), "wrapped_by", None))  # of before
    await database.write(lambda s: vault.erase(s, "person:gone", NOW))
    promote(path, "master")
    masters = ring.masters()
    await put(7)
    assert await database.read(lambda s: left(s, masters)) == 7
    for wrapped, more in ((3, 8), (3, 9), (1, 10), (0, 11)):
        await opens()
        assert await database.write(lambda s: rewrap(s, masters, limit=3)) == wrapped
        await put(more)
    await opens()
    retire(path, "master")
    await opens()
    with pytest.raises(SealBroken):
        await database.read(lambda s: Vault(b"x" * 32).reveal_many(s, texts))


async def test_dying_before_any_statement_of_wrapping_anew_leaves_all_as_it_was(database: Database, path: Path) -> None:
    ring = KeyRing.load(path)
    vault = Vault(ring.masters)
    refs = [await database.write(lambda s, n=n: vault.put(s, f"person:{n}", "f", f"teksti {n}", NOW)) for n in range(3)]
    promote(path, "master")
    died, wrapped = await tried_before_each_statement(
        database, lambda s: rewrap(s, ring.masters()), unchanged=lambda: everything(database)
    )
    assert (died >= 2, wrapped) == (True, 3)
    retire(path, "master")
    assert len(await database.read(lambda s: vault.reveal_many(s, refs))) == 3
