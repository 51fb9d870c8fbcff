"""Keys are made, listed and ended on the machine; only at their making are they shown."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models import api_keys
from models.engine import Database
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


def test_an_unknown_role_is_a_wrong_option(folder: Path) -> None:
    assert run("key", "create", "--role", "king", "--label", "x", "--data", folder).code == 2
