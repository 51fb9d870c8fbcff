"""The operator's page speaks of commands, files and settings that are there."""

from __future__ import annotations

import re
from pathlib import Path

from typer.main import get_command

from api.limits import MOST_BYTES_OF_A_FILE
from cli.main import app
from stack.settings import Settings
from tests.deploy.reading import ROOT, found, run

PAGE = ROOT / "docs" / "operations.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_its_commands_exist() -> None:
    known = get_command(app).commands  # type: ignore[attr-defined]
    said = set(re.findall(r"(?:^|`|bin/)talkoot ([a-z][a-z-]*)", TEXT, re.MULTILINE))
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


def test_only_the_key_file_is_closed_to_others_by_what_install_begins_with(tmp_path: Path) -> None:
    found("openssl", "it comes with every distribution")
    (block,) = re.findall(r"\*\*The key file first\*\*.*?```\n(.*?)```", TEXT, re.DOTALL)
    run("/bin/sh", "-c", f"cd '{tmp_path}' && umask 022\n{block}\n> cloned-after")
    assert {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {
        "keys.json": 0o600,
        "cloned-after": 0o644,
    }
    assert "\numask 077" not in TEXT


def test_what_is_installed_can_be_read_under_a_strict_umask_too() -> None:
    checkout, compose = re.findall(r"```\n(umask 022.*?|install -D[^`]*?cd deploy\n.*?)```", TEXT, re.DOTALL)
    assert checkout.index("umask 022") < checkout.index("git clone")
    opened, started = compose.index("chmod -R go+rX caddy postgres temporal"), compose.index("tc up")
    assert opened < started


def test_what_it_asks_of_a_proxy_lets_the_largest_file_through() -> None:
    asked = [int(size) * 1_000_000 for size in re.findall(r"body-?_?size:? (\d)m", TEXT)]
    assert len(asked) == 2
    assert min(asked) > MOST_BYTES_OF_A_FILE
