"""Runs a command in this process and gives back what a person would see."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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


@dataclass
class Answering:
    """Stands where the client of an API does: answers these by their path, and remembers what was posted."""

    answers: dict[str, Any]
    posted: list[tuple[str, Any, str]] = field(default_factory=list)

    def get(self, path: str, **_: Any) -> Any:
        return self.answers[path]

    def post(self, path: str, body: Any, key: str) -> Any:
        self.posted.append((path, body, key))
        return self.answers[path]
