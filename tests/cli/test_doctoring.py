"""`talkoot doctor` on the command line: sentences with what to do, JSON for programs, and an exit code for both."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from models.migrate import upgrade
from tests.cli.commands import run

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("TALKOOT_")]:
        monkeypatch.delenv(name)


def test_a_folder_that_is_still_empty_has_no_faults_and_nothing_is_made(tmp_path: Path) -> None:
    seen = run("doctor", "--data", tmp_path / "new")
    assert seen.code == 0, seen.out
    assert "warning database: there is none yet" in seen.out
    assert "→ the first start makes it" in seen.out
    assert not (tmp_path / "new").exists()


def test_faults_end_it_with_1_and_are_told_with_a_remedy_and_without_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade(f"sqlite:///{tmp_path}/talkoot.db")
    (tmp_path / "keys.json").write_text("hemmelig")
    (tmp_path / "keys.json").chmod(0o600)
    monkeypatch.setenv("TALKOOT_SMTP_URL", "smtp://talkoot:hemmelig@127.0.0.1:1")
    monkeypatch.setenv("TALKOOT_TEMPORAL_ADDRESS", "127.0.0.1:1")
    seen = run("doctor", "--data", tmp_path)
    assert seen.code == 1
    assert "fault   key file: " in seen.out
    assert "fault   mail: smtp://127.0.0.1:1: nothing listens" in seen.out
    assert "→ start it, or correct TALKOOT_TEMPORAL_ADDRESS" in seen.out
    assert "ok      database: its tables are those of this version" in seen.out
    assert "hemmelig" not in seen.out + seen.err


def test_programs_get_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKOOT_API_PORT", "eighty")
    seen = run("doctor", "--json", "--data", tmp_path)
    assert seen.code == 1
    first = json.loads(seen.out)[0]
    assert first["part"] == "settings"
    assert first["level"] == "fault"
    assert first["remedy"]


def test_libraries_say_nothing_beside_it(tmp_path: Path) -> None:
    """In a process of its own: what Temporal's SDK or a driver logs must not stand between the findings."""
    settings = {"TALKOOT_TEMPORAL_ADDRESS": "127.0.0.1:1", "PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    command = [sys.executable, "-c", "from cli.main import run; run()", "doctor", "--data", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=settings, cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert {line.split()[0] for line in ran.stdout.splitlines()} <= {"ok", "warning", "fault", "→"}
