"""The command line comes at once, and says what there is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from typer.testing import CliRunner

from cli.main import app

ROOT = Path(__file__).parents[2]
HEAVY = ("alembic", "fastapi", "httpx", "pydantic", "sqlalchemy", "sqlmodel", "temporalio")
COMMANDS = (
    *("demo", "up", "api", "worker", "migrate", "restart", "verify", "erase", "key", "link"),
    *("start", "list", "show", "history", "register"),
)


def test_the_command_line_loads_nothing_heavy() -> None:
    code = f"import sys, cli.main; print(*(name for name in {HEAVY} if name in sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


def test_help_comes_within_two_seconds_and_names_every_command() -> None:
    code = "import sys; sys.argv = ['talkoot', '--help']; from cli.main import run; run()"
    began = getrusage(RUSAGE_CHILDREN).ru_utime  # seconds at work; how long others keep the machine busy says nothing
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert getrusage(RUSAGE_CHILDREN).ru_utime - began < 2
    assert all(name in shown.stdout for name in COMMANDS)


def test_every_command_explains_itself() -> None:
    for name in COMMANDS:
        shown = CliRunner().invoke(app, [name, "--help"])
        assert shown.exit_code == 0, shown.output


def test_a_wrong_option_is_told_with_the_usual_exit_code() -> None:
    assert CliRunner().invoke(app, ["verify", "--nonsense"]).exit_code == 2
