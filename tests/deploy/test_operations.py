"""The operator's page speaks of commands, files and settings that are there."""

from __future__ import annotations

import re

from typer.main import get_command

from cli.main import app
from stack.settings import Settings
from tests.deploy.reading import ROOT

PAGE = ROOT / "docs" / "operations.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_its_commands_exist() -> None:
    known = get_command(app).commands  # type: ignore[attr-defined]
    said = set(re.findall(r"(?:^|`|bin/)talkoot ([a-z]+)", TEXT, re.MULTILINE))
    assert {"migrate", "restart", "verify", "key"} <= said <= set(known)
    assert set(re.findall(r"talkoot key ([a-z]+)", TEXT)) == set(known["key"].commands)


def test_its_files_exist() -> None:
    linked = [path for path in re.findall(r"\]\(([^)#]+)\)", TEXT) if "://" not in path]
    named = re.findall(r"\bdeploy/[\w./-]+\w", TEXT)
    assert linked
    assert [path for path in linked if not (PAGE.parent / path).exists()] == []
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_its_settings_exist() -> None:
    named = {name.removeprefix("TALKOOT_").lower() for name in re.findall(r"TALKOOT_[A-Z_]+", TEXT)}
    assert named <= set(Settings.model_fields)
