"""`make demo` leaves stdout to the demo, in a fresh clone too: whoever reads it reads nothing of make's own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).parents[2] / "Makefile"
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-tools.lock")
SUMMARY = '{"seconds": 1}\n'
ANYTHING = """#!/bin/sh
case "$*" in
  *"-m venv"*) mkdir -p .tools/bin; for name in pip uv python; do cp "$0" .tools/bin/$name; done;;
  venv*) mkdir -p .venv/bin; cp "$0" .venv/bin/python;;
  *"demo --run-through --json") echo '{"seconds": 1}';;
esac
"""
"""Stands for python, pip and uv: makes what these would make, and is what runs the demo."""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for lock in LOCKS:
        (tmp_path / lock).touch()
    (tmp_path / "Makefile").write_text(MAKEFILE.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "anything").write_text(ANYTHING, encoding="utf-8")
    (tmp_path / "anything").chmod(0o755)
    return tmp_path


def made(clone: Path) -> str:
    """What `make demo` prints on stdout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = ["make", "demo", f"PYTHON={clone}/anything", "ARGS=--run-through --json"]
    return subprocess.run(command, cwd=clone, env=environment, check=True, capture_output=True, text=True).stdout


def test_only_the_summary_is_on_stdout_the_first_time_and_later(clone: Path) -> None:
    assert [made(clone), made(clone)] == [SUMMARY, SUMMARY]


def test_where_the_tests_were_set_up_before_it_is_so_too(clone: Path) -> None:
    made(clone)
    (clone / ".venv/.runtime").unlink()
    (clone / ".venv/.dev").touch()
    assert made(clone) == SUMMARY
    (clone / ".venv/.runtime").unlink()
    (clone / ".venv/.dev").touch()
    os.utime(clone / ".venv/.dev", (0, 0))  # older than the versions it was set up from
    assert made(clone) == SUMMARY
