"""Keys are made, listed and ended on the machine; only at their making are they shown."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models import api_keys, register
from models.engine import Database
from models.keys import KeyRing
from models.migrate import current, upgrade
from models.vault import Vault
from tests.cli.commands import run


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def listed(folder: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(run("key", "list", "--json", "--data", folder).out)
    return rows


def test_a_new_key_is_printed_alone_and_opens_the_door(folder: Path) -> None:
    made = run("key", "create", "--role", "auditor", "--label", "funder", "--data", folder)
    assert made.code == 0
    database = Database.open(f"sqlite:///{folder}/talkoot.db")
    key = database.read_now(lambda session: api_keys.verify(session, made.out.strip(), datetime.now(UTC)))
    database.close_now()
    assert key is not None
    assert (key.role, key.label) == ("auditor", "funder")


def test_a_list_of_keys_holds_no_secret(folder: Path) -> None:
    key = run("key", "create", "--role", "coordinator", "--label", "desk", "--data", folder).out.strip()
    secret = key.split("_", 2)[2]
    assert listed(folder)[0]["id"] == key.split("_")[1]
    assert secret not in run("key", "list", "--json", "--data", folder).out
    assert "desk" in run("key", "list", "--data", folder).out


def test_a_key_is_revoked_once(folder: Path) -> None:
    run("key", "create", "--role", "admin", "--label", "old", "--data", folder)
    key = str(listed(folder)[0]["id"])
    assert run("key", "revoke", key, "--data", folder).code == 0
    assert listed(folder)[0]["revoked_at"] is not None
    again = run("key", "revoke", key, "--data", folder)
    assert again.code == 1
    assert "talkoot key list" in again.err


def test_a_key_for_an_unknown_person_is_refused_and_not_made(folder: Path) -> None:
    refused = run("key", "create", "--role", "coordinator", "--label", "x", "--person", "per_none", "--data", folder)
    assert refused.code == 1
    assert "no person per_none" in refused.err
    assert listed(folder) == []


def test_a_key_enters_the_person_it_acts_for_with_the_address_in_the_vault(folder: Path) -> None:
    who = ("--name", "Koordinaattori", "--address", "desk@example.org")
    made = run("key", "create", "--role", "coordinator", "--label", "desk", *who, "--data", folder)
    assert (made.code, "acts for nobody" in made.err) == (0, False)
    person = str(listed(folder)[0]["person_id"])
    assert f"--person {person}" in made.err
    database, vault = Database.open(f"sqlite:///{folder}/talkoot.db"), Vault(KeyRing.load(folder / "keys.json").master)
    (record,) = database.read_now(
        lambda session: register.reveal_persons(session, vault, [register.person(session, person)])
    )
    database.close_now()
    assert (record.name, record.address) == ("Koordinaattori", "desk@example.org")
    next_one = run("key", "create", "--role", "coordinator", "--label", "next", "--person", person, "--data", folder)
    assert next_one.code == 0
    assert {row["person_id"] for row in listed(folder)} == {person}


@pytest.mark.parametrize("lost", [True, False])
def test_nobody_is_entered_under_other_keys_than_the_database_was_sealed_with(folder: Path, lost: bool) -> None:
    asked = ("key", "create", "--role", "coordinator", "--label", "desk", "--address", "desk@example.org")
    assert run(*asked, "--name", "Aino", "--data", folder).code == 0
    (folder / "keys.json").unlink()
    if not lost:
        assert run(*asked, "--name", "Muu", "--data", folder.with_name("other")).code == 0
        shutil.copy(folder.with_name("other") / "keys.json", folder / "keys.json")
    refused = run(*asked, "--name", "Bertta", "--data", folder)
    assert (refused.code, "never make a new one" in refused.err) == (1, True)
    assert (folder / "keys.json").exists() != lost
    assert len(listed(folder)) == 1


def test_a_coordinators_key_that_acts_for_nobody_comes_with_a_warning(folder: Path) -> None:
    warned = run("key", "create", "--role", "coordinator", "--label", "x", "--data", folder)
    assert (warned.code, "acts for nobody" in warned.err) == (0, True)
    silent = run("key", "create", "--role", "auditor", "--label", "x", "--data", folder)
    assert "acts for nobody" not in silent.err


@pytest.mark.parametrize(
    "half",
    [
        ("--name", "Koordinaattori"),
        ("--address", "desk@example.org"),
        ("--name", "Koordinaattori", "--address", "desk@example.org", "--person", "per_1"),
        ("--name", "Koordinaattori", "--address", "no address"),
        ("--name", "Koordinaattori", "--address", "desk@example.org", "--language", "de"),
    ],
)
def test_half_a_person_is_refused_and_no_key_is_made(folder: Path, half: tuple[str, ...]) -> None:
    refused = run("key", "create", "--role", "coordinator", "--label", "x", *half, "--data", folder)
    assert (refused.code, bool(refused.err), refused.out) == (1, True, "")
    assert not (folder / "talkoot.db").exists()


def test_an_unknown_role_is_a_wrong_option(folder: Path) -> None:
    assert run("key", "create", "--role", "king", "--label", "x", "--data", folder).code == 2


def test_looking_at_keys_changes_no_tables(folder: Path) -> None:
    upgrade(f"sqlite:///{folder}/talkoot.db", "0001")
    refused = run("key", "list", "--data", folder)
    assert (refused.code, "talkoot migrate" in refused.err) == (1, True)
    assert current(f"sqlite:///{folder}/talkoot.db") == "0001"


def test_looking_at_keys_makes_no_database(folder: Path) -> None:
    for asked in (("list",), ("revoke", "0123456789ab")):
        refused = run("key", *asked, "--data", folder)
        assert (refused.code, "there is no database" in refused.err) == (1, True)
    assert not folder.exists()


def test_a_key_is_rotated_into_one_that_does_the_same_while_the_old_one_opens_on(folder: Path) -> None:
    asked = ("--scope", "initiatives:read", "--scope", "letters:read", "--expires-in", "365")
    run("key", "create", "--role", "auditor", "--label", "funder", *asked, "--data", folder)
    (old,) = listed(folder)
    made = run("key", "rotate", str(old["id"]), "--overlap", "3", "--data", folder)
    assert (made.code, f"talkoot key revoke {old['id']}" in made.err) == (0, True)
    before, after = listed(folder)
    assert (after["id"], after["line"], after["label"]) == (made.out.split("_")[1], old["id"], "funder")
    assert before["scopes"] == after["scopes"] == "initiatives:read letters:read"
    days = [
        (datetime.fromisoformat(str(key["expires_at"])) - datetime.now(UTC)).total_seconds() / 86400
        for key in (old, before, after)
    ]
    assert [round(one) for one in days] == [365, 3, 365]
    again = run("key", "rotate", str(after["id"]), "--data", folder)
    assert (again.code, "revoke the older one" in again.err) == (1, True)
    unknown = run("key", "rotate", "0123456789ab", "--data", folder)
    assert (unknown.code, "talkoot key list" in unknown.err) == (1, True)


def test_a_scope_that_the_role_has_not_is_refused_and_no_key_is_made(folder: Path) -> None:
    refused = run("key", "create", "--role", "auditor", "--label", "x", "--scope", "admin", "--data", folder)
    assert (refused.code, "ledger:read" in refused.err) == (1, True)
    assert not (folder / "talkoot.db").exists()
