"""Runs a command in this process and gives back what a person would see."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from cli.main import app


@dataclass(frozen=True)
class Seen:
    """What came out, what was complained about, and the exit code."""

    code: int
    out: str
    err: str


def run(*arguments: str | Path) -> Seen:
    """Run `talkoot` with these arguments. A traceback is raised, as nobody should see one."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Seen(result.exit_code, result.stdout, result.stderr)
