"""What goes wrong on this machine is told in a sentence with what to do, and exit code 1."""

from __future__ import annotations

import json
import logging
import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from models.append import Proposal, append
from models.engine import Database
from models.migrate import upgrade
from models.vault import Vault
from stack import temporal_server
from stack.data_folder import DataFolderLock
from tests.cli.commands import Seen, run
from tests.fixtures.pens import STARTED, unwritten

ROOT = Path(__file__).parents[2]
ID = STARTED.charter.initiative


@pytest.fixture(autouse=True)
def any_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever else uses the port that people look at first is no concern of these tests."""
    monkeypatch.setenv("TALKOOT_API_PORT", "0")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with the ledger of one initiative in it."""
    address = f"sqlite:///{tmp_path}/talkoot.db"
    upgrade(address)
    database, opening = Database.open(address), Proposal(ID, 0, unwritten().proposed()[1])
    database.write_now(lambda session: append(session, Vault(b"v" * 32), opening))
    database.close_now()
    return tmp_path


@pytest.fixture(autouse=True)
def own_logs() -> Iterator[None]:
    """Commands set up the logs of the process; here it goes on afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def forge(folder: Path, statement: str) -> None:
    """Change the ledger behind the back of its triggers, as someone with the file can."""
    with sqlite3.connect(folder / "talkoot.db") as file:
        for (trigger,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {trigger}")
        file.execute(statement)
    file.close()


def refused(seen: Seen, *said: str) -> None:
    assert seen.code == 1
    sentence = seen.err.strip().splitlines()[-1]
    assert sentence.startswith("talkoot: ")
    assert all(part in sentence for part in said), seen.err


def test_an_honest_ledger_is_verified_and_says_what_was_not_seen(folder: Path) -> None:
    seen = run("verify", "--data", folder)
    assert seen.code == 0
    assert "Streams checked: 1, entries: 15" in seen.out
    assert "Not seen: No checkpoint from outside the database was at hand" in seen.out
    for beside in ("the vault", "'talkoot refold --check'", "command_key"):
        assert beside in seen.out
    finnish = run("verify", "--lang", "fi", "--data", folder)
    assert "Tämä ei näe: Tietokannan ulkopuolista tarkistusmerkkiä ei ollut" in finnish.out
    assert "Tämä ei näe: Mitä on kirjausten vieressä: holvin tekstit" in finnish.out


def test_a_forged_entry_is_named_with_stream_number_and_reason(folder: Path) -> None:
    forge(folder, "UPDATE ledger_entry SET bytes_text = replace(bytes_text, 'seat-01', 'seat-02') WHERE seq = 3")
    seen = run("verify", "--data", folder)
    assert seen.code == 1
    assert f"BROKEN initiative:{ID}, entry 3: its bytes do not give the stored hash" in seen.out
    told = json.loads(run("verify", "--json", "--data", folder).out)
    assert [broken["seq"] for broken in told["broken"]] == [3]


def test_a_row_that_does_not_follow_from_the_ledger_is_named_and_folded_again(folder: Path) -> None:
    assert "Every row is what its ledger adds up to" in run("refold", "--check", "--data", folder).out
    forge(folder, "UPDATE initiative SET phase = 'piloting'")
    forge(folder, "DELETE FROM obligation WHERE seat = 'seat-01'")
    checked = run("refold", "--check", "--json", "--data", folder)
    assert checked.code == 1
    (lines,) = json.loads(checked.out)["differing"].values()
    assert "phase is piloting, not convening" in lines[0]
    assert "is missing" in lines[1]
    assert "Rows that differ: 2; nothing was changed" in run("refold", "--check", "--data", folder).out
    assert run("refold", "--data", folder).code == 0
    assert run("refold", "--check", "--data", folder).code == 0


def test_without_tables_verifying_says_to_migrate(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "talkoot.db").close()
    refused(run("verify", "--data", tmp_path), "talkoot migrate")


def test_migrating_says_where_the_database_stands(tmp_path: Path) -> None:
    seen = run("migrate", "--data", tmp_path / "new")
    assert seen.code == 0
    assert "revision" in seen.out


def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    refused(run("verify", "--data", tmp_path), f"there is no database in {tmp_path}", "--data")


def test_restarting_needs_to_know_which(tmp_path: Path) -> None:
    refused(run("restart", "--data", tmp_path), "--all-open")
    refused(run("restart", "i1", "--all-open", "--data", tmp_path), "--all-open")


def test_restarting_needs_a_running_stack(folder: Path) -> None:
    refused(run("restart", "--all-open", "--data", folder), "talkoot up")


def test_restarting_says_when_no_server_answers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKOOT_TEMPORAL_ADDRESS", "127.0.0.1:1")
    refused(run("restart", "--all-open", "--data", folder), "127.0.0.1:1", "TALKOOT_TEMPORAL_ADDRESS")


@pytest.mark.parametrize("command", ["worker", "up"])
def test_a_start_while_the_named_server_is_away_is_a_sentence(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALKOOT_TEMPORAL_ADDRESS", "127.0.0.1:1")
    refused(run(command, "--data", tmp_path), "127.0.0.1:1", "TALKOOT_TEMPORAL_ADDRESS")


def test_the_workers_own_entry_tells_the_same_sentence(tmp_path: Path) -> None:
    away = {**os.environ, "TALKOOT_TEMPORAL_ADDRESS": "127.0.0.1:1", "TALKOOT_DATA": str(tmp_path)}
    ended = subprocess.run([sys.executable, "worker.py"], cwd=ROOT, env=away, capture_output=True, text=True)
    refused(Seen(ended.returncode, ended.stdout, ended.stderr), "127.0.0.1:1", "TALKOOT_TEMPORAL_ADDRESS")
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "command",
    [
        ("verify",),
        ("refold", "--check"),
        ("restart", "--all-open"),
        ("restart", "i1", "i2"),
        ("erase", "per_1"),
        ("key", "list"),
        ("key", "revoke", "k1"),
        ("link", "revoke", "--letter", "l1"),
    ],
)
def test_where_only_the_demo_has_data_the_exact_command_is_told(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TALKOOT_DATA", raising=False)
    upgrade("sqlite:///.talkoot/demo/talkoot.db")
    refused(run(*command), f"talkoot {' '.join(command)} --data .talkoot/demo")
    assert not (tmp_path / ".talkoot/data").exists()
    told = run(*command, "--data", tmp_path / ".talkoot/demo")
    assert "the demo has one" not in told.err


def test_the_folder_that_is_meant_by_default_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TALKOOT_DATA", raising=False)
    for folder in ("demo", "data"):
        upgrade(f"sqlite:///.talkoot/{folder}/talkoot.db")
    assert run("verify").code == 0


@pytest.mark.parametrize("command", [("up",), ("demo",), ("demo", "--run-through")])
def test_a_second_stack_on_the_same_data_says_so_and_stops(command: tuple[str, ...], tmp_path: Path) -> None:
    with DataFolderLock(tmp_path):
        refused(run(*command, "--data", tmp_path), "another Talkoot", "--data")


def test_a_missing_server_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(temporal_server.sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(temporal_server.shutil, "which", lambda _: None)
    refused(run("up", "--data", tmp_path), "no Temporal binary", "install")


def test_an_unusable_key_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text("not keys")
    (tmp_path / "keys.json").chmod(0o600)
    refused(run("up", "--data", tmp_path), "key file")


def test_a_taken_port_is_told(tmp_path: Path, taken_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKOOT_TEMPORAL_ADDRESS", "127.0.0.1:1")
    monkeypatch.setenv("TALKOOT_API_PORT", str(taken_port))
    upgrade(f"sqlite:///{tmp_path}/talkoot.db")
    refused(run("api", "--data", tmp_path), str(taken_port))


def test_a_stack_whose_port_is_taken_says_so_before_it_starts_anything(
    tmp_path: Path, taken_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALKOOT_API_PORT", str(taken_port))
    refused(run("up", "--data", tmp_path), f"port {taken_port} of 127.0.0.1 is taken by another program")
    assert not list(tmp_path.glob("temporal.db*"))


def test_unsafe_settings_are_told_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKOOT_ENVIRONMENT", "production")
    refused(run("up", "--data", tmp_path), "TALKOOT_KEY_FILE")
