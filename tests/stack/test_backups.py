"""Backups: taken beside what runs, put back whole or not at all, and whoever was erased since is forgotten again."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url
from sqlmodel import select

from domain.actors import Role
from domain.house import OPERATOR, BackedUp, HouseEvent, PersonErased, Restored
from domain.ledger.entries import decode
from models import rate_limits, sign_in_links, snapshots, staff, staff_sessions
from models.append import entries_after
from models.engine import Database
from models.erasing import erase
from models.erasure_list import ErasureList, erased_subjects
from models.keys import KeyFileUnusable, KeyRing
from models.migrate import is_current
from models.snapshots import NotAlike
from models.states import Browser, LinkFor
from models.tables import Person, PrivateValue
from stack import restoring
from stack.backups import MANIFEST, Backup, BackupUnusable, make, read
from stack.data_folder import AlreadyRunning, DataFolderLock
from stack.restoring import InUse, Restoration, restore
from stack.settings import Settings
from stack.verifying import verify_ledger
from tests.fixtures.correspondence import Post
from tests.fixtures.databases import everything
from tests.fixtures.rules import START

HOLDER, SUBJECT = "person-holder-01", "person:person-holder-01"
LATER = START + timedelta(days=3)


@dataclass
class House:
    """An installation with an initiative and its people, in a folder of its own."""

    settings: Settings
    post: Post
    folder: Path

    @property
    def database(self) -> Database:
        return self.post.database

    def backed_up(self, name: str = "backup") -> Backup:
        return make(self.settings, self.database, self.folder / name, START, version="0.1")

    async def forget(self) -> None:
        erasures = ErasureList(self.settings.erasures)
        assert erasures.ask(SUBJECT, LATER)
        await self.database.write(lambda s: erase(s, self.post.vault, HOLDER, LATER))
        assert erasures.settle(await self.database.read(erased_subjects), LATER)

    def restore(self, **more) -> Restoration:
        """What others have open is closed: an installation is restored at rest."""
        self.database.close_now()
        done = restore(self.settings, self.folder / "backup", LATER, **more)
        self.post.database = Database.open(self.settings.database)
        return done

    async def told(self) -> list[HouseEvent]:
        entries = await self.database.read(lambda s: entries_after(s, "house", 0))
        return [decode(one.text, HouseEvent).event for one in entries]


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    keys = tmp_path / "here" / "keys.json"
    settings = Settings(data=tmp_path / "here", database_url=database_url, key_file=keys)
    keys.parent.mkdir()
    master, link = (base64.b64encode(key * 32).decode() for key in (b"v", b"k"))
    keys.write_text(json.dumps({"version": 1, "master": master, "link": link}))
    keys.chmod(0o600)
    house = House(settings, await Post.open(Database.open(database_url)), tmp_path)
    yield house
    house.database.close_now()


async def test_an_installation_goes_on_from_a_backup_as_it_was(house: House) -> None:
    before = await everything(house.database)
    made = house.backed_up()
    assert read(made.folder) == made
    assert [type(one) for one in await house.told()][-1] is BackedUp
    await house.post.wait(5)
    assert house.restore(over=True) == Restoration(START, 0)
    after = await everything(house.database)
    told = (await house.told())[-1]
    assert told == Restored(manifest=made.sha256, made_at=START, erased=0)
    for table in after.keys() - {"ledger_entry", "ledger_waiting", "stream_head"}:
        assert after[table] == before[table], table
    assert set(before["ledger_entry"]) < set(after["ledger_entry"])
    assert is_current(house.settings.database)
    assert (await verify_ledger(house.database)).broken == ()
    with pytest.raises(Exception, match="ledger_entry"):
        await house.database.write(lambda s: s.connection().exec_driver_sql("DELETE FROM ledger_entry"))


async def test_whoever_was_erased_since_the_backup_is_forgotten_again(house: House) -> None:
    house.backed_up()
    await house.forget()
    assert house.restore(over=True).erased == 1
    assert await house.database.read(lambda s: house.post.vault.texts_of(s, SUBJECT)) == {}
    kept = await house.database.read(lambda s: len(s.exec(select(PrivateValue)).all()))
    assert kept > 0
    assert [type(one) for one in await house.told()][-2:] == [PersonErased, Restored]
    assert house.restore(over=True).erased == 1, "from the same backup once more"


async def test_doors_of_staff_do_not_open_again_and_limits_count_from_nothing(house: House) -> None:
    """Roles come back, and the ledger says whose they were; whoever has one signs in anew."""
    keys = KeyRing.load(house.settings.keys)

    def sign_in(session) -> tuple[str, str]:
        staff.give(session, house.post.vault, HOLDER, Role.ADMIN, by=OPERATOR, now=START)
        rate_limits.allow(session, "asked", "somebody", 1, timedelta(days=9), START)
        token = sign_in_links.make(session, keys, LinkFor.PRINTED, HOLDER, "fi", START, timedelta(days=9))
        return staff_sessions.begin(session, HOLDER, Role.ADMIN, Browser.FIREFOX, START), token

    secret, token = await house.database.write(sign_in)

    def standing(session) -> tuple[bool, bool, bool]:
        left = rate_limits.allow(session, "asked", "somebody", 1, timedelta(days=9), START).granted
        opens = sign_in_links.by_token(session, token, START) is not None
        return staff_sessions.found(session, secret, START) is not None, opens, left

    assert await house.database.tried(standing) == (True, True, False)
    house.backed_up()
    house.restore(over=True)
    assert await house.database.tried(standing) == (False, False, True)
    assert await house.database.read(lambda s: staff.roles_of(s, HOLDER)) == (Role.ADMIN,)


async def test_who_was_about_to_be_erased_when_all_ended_is_forgotten_too(house: House) -> None:
    house.backed_up()
    ErasureList(house.settings.erasures).ask(SUBJECT, LATER)
    assert house.restore(over=True).erased == 1


async def test_nothing_is_replaced_without_the_word_for_it(house: House) -> None:
    house.backed_up()
    before = await everything(house.database)
    with pytest.raises(InUse, match="--over"):
        house.restore()
    house.post.database = Database.open(house.settings.database)
    assert await everything(house.database) == before


async def test_a_backup_comes_to_an_empty_installation_with_its_keys(
    house: House, empty_database_url: str, tmp_path: Path
) -> None:
    house.backed_up()
    elsewhere = Settings(data=tmp_path / "there", database_url=empty_database_url)
    if make_url(empty_database_url).get_backend_name() != make_url(house.settings.database).get_backend_name():
        with pytest.raises(BackupUnusable, match="another kind"):
            restore(elsewhere, tmp_path / "backup", LATER)
        return
    if empty_database_url == house.settings.database:
        elsewhere = Settings(data=tmp_path / "there")
    with pytest.raises(KeyFileUnusable):
        restore(elsewhere, tmp_path / "backup", LATER)
    restore(elsewhere, tmp_path / "backup", LATER, keys=house.settings.keys)
    assert KeyRing.load(elsewhere.keys) == KeyRing.load(house.settings.keys)
    assert elsewhere.keys.stat().st_mode & 0o777 == 0o600
    there = Database.open(elsewhere.database)
    row = there.read_now(lambda s: s.get_one(Person, HOLDER))
    assert there.read_now(lambda s: house.post.vault.reveal(s, row.name_ref)) == "Kanarialintu holder-01"
    there.close_now()


@pytest.mark.parametrize("place", ["put_back", "erase_again"])
async def test_dying_while_it_is_restored_leaves_what_was_there(
    house: House, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.backed_up()
    await house.post.wait(5)
    before = await everything(house.database)
    whose = {"put_back": snapshots, "erase_again": restoring}[place]
    true = getattr(whose, place)

    def dies(*all_of_it, **more):
        true(*all_of_it, **more)
        raise NotAlike("died")

    monkeypatch.setattr(whose, place, dies)
    with pytest.raises(NotAlike, match="died"):
        house.restore(over=True)
    house.post.database = Database.open(house.settings.database)
    assert await everything(house.database) == before
    monkeypatch.undo()
    assert house.restore(over=True).made_at == START


async def test_a_changed_backup_is_refused_and_so_are_wrong_keys_and_a_folder_in_use(house: House) -> None:
    made = house.backed_up()
    with pytest.raises(BackupUnusable, match="there already"):
        house.backed_up()
    with DataFolderLock(house.settings.data), pytest.raises(AlreadyRunning):
        restore(house.settings, made.folder, LATER, over=True)
    other = house.folder / "other.json"
    KeyRing.load(other, create=True)
    wrong = Settings(data=house.settings.data, database_url=house.settings.database, key_file=other)
    house.database.close_now()
    with pytest.raises(BackupUnusable, match="does not open this backup"):
        restore(wrong, made.folder, LATER, over=True)
    file = next(one for one in made.folder.iterdir() if one.name not in (MANIFEST,))
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(BackupUnusable, match=file.name):
        restore(house.settings, made.folder, LATER, over=True)
    with pytest.raises(BackupUnusable, match="no backup"):
        read(house.folder)
    house.post.database = Database.open(house.settings.database)


async def test_no_secret_and_no_name_stands_in_a_manifest_or_among_the_settings(house: House) -> None:
    made = house.backed_up()
    text = (made.folder / MANIFEST).read_text() + (made.folder / "settings.txt").read_text()
    assert "(secret)" in text
    assert house.settings.database not in text
    assert "kanaria" not in text.lower()


def test_the_list_of_erasures_takes_back_what_was_not_made_and_passes_over_a_line_cut_off(tmp_path: Path) -> None:
    erasures, now = ErasureList(tmp_path / "erasures.txt"), datetime(2026, 9, 1, tzinfo=UTC)
    assert erasures.subjects() == set()
    erasures.ask("person:per_1", now)
    erasures.ask("person:per_2", now)
    assert erasures.subjects() == {"person:per_1", "person:per_2"}
    erasures.settle({"person:per_1": now}, now)
    erasures.settle({"person:per_1": now}, now)
    assert erasures.subjects() == {"person:per_1"}
    text = (tmp_path / "erasures.txt").read_text()
    assert len(text.splitlines()) == 4
    (tmp_path / "erasures.txt").write_text(text + "asked person:per_3 2026-09")
    assert erasures.subjects() == {"person:per_1"}
    erasures.take_in({"person:per_1", "held:need_1"}, now)
    assert erasures.subjects() == {"person:per_1", "held:need_1"}
    assert (tmp_path / "erasures.txt").stat().st_mode & 0o777 == 0o600


def test_it_is_seen_beforehand_whether_the_list_can_be_written_and_nothing_is_changed_for_that(tmp_path: Path) -> None:
    erasures = ErasureList(tmp_path / "erasures.txt")
    assert erasures.is_writable()
    assert not erasures.path.exists()
    erasures.ask("person:per_1", LATER)
    written = erasures.path.read_bytes()
    assert erasures.is_writable()
    assert erasures.path.read_bytes() == written
    (tmp_path / "folder.txt").mkdir()
    for name in ("nowhere/erasures.txt", "folder.txt", "erasures.txt/inner"):
        assert not ErasureList(tmp_path / name).is_writable(), name


def test_a_list_that_cannot_be_written_keeps_nobody_from_being_forgotten(tmp_path: Path) -> None:
    assert ErasureList(tmp_path / "nowhere" / "erasures.txt").ask("person:per_1", datetime.now(UTC)) is False
