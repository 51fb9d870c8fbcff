"""One version everywhere: the project, the command line, the API, the changelog, and what is recorded for upgrades."""

from __future__ import annotations

import re
from pathlib import Path

from typer.testing import CliRunner

from api.app import create
from api.services import Services
from api.version import VERSION
from cli.main import app
from tests.upgrade.commits import version
from tests.upgrade.versions import RESTARTED, VERSIONS

ROOT = Path(__file__).parents[1]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
HEADING = re.compile(r"^## (?:(Unreleased)|(\d+\.\d+\.\d+) \(\d{4}-\d{2}-\d{2}\))$", re.MULTILINE)


def headings() -> list[str]:
    """The versions of the changelog, newest first; what is not released yet has no number."""
    found = [unreleased or number for unreleased, number in HEADING.findall(CHANGELOG)]
    assert len(found) == CHANGELOG.count("\n## "), "a heading is neither 'Unreleased' nor '1.2.3 (2026-11-24)'"
    return found


def test_the_project_and_the_command_line_say_the_same_version() -> None:
    assert version() == VERSION
    shown = CliRunner().invoke(app, ["--version"])
    assert (shown.exit_code, shown.output.strip()) == (0, VERSION)


def test_the_api_says_the_same_version() -> None:
    assert create(Services.__new__(Services)).openapi()["info"]["version"] == VERSION


def test_the_image_that_is_deployed_is_of_this_version() -> None:
    named = re.compile(r"(?:talkoot:|newTag: |IMAGE_TAG=|IMAGE_TAG:-)(\d+\.\d+\.\d+)")
    files = [file for file in (ROOT / "deploy").rglob("*") if file.is_file()]
    told = {number for file in files for number in named.findall(file.read_text(encoding="utf-8"))}
    assert told == {VERSION}


def test_the_newest_numbered_heading_of_the_changelog_is_this_version() -> None:
    numbers = [heading for heading in headings() if heading != "Unreleased"]
    assert numbers[0] == VERSION
    assert "Unreleased" not in headings()[1:]
    assert numbers == sorted(numbers, key=lambda number: [*map(int, number.split("."))], reverse=True)


def test_this_version_has_been_recorded_and_each_recording_says_its_own() -> None:
    told = [one.fingerprint["version"] for one in VERSIONS]
    assert told == [str(one) for one in VERSIONS]
    assert told[-1] == VERSION, f"commit the code of {VERSION}, then: python -m tests.upgrade.record"
    assert set(told) <= set(headings())


def test_operators_are_told_which_versions_need_a_restart_from_the_ledger() -> None:
    assert not RESTARTED or "talkoot restart --all-open" in CHANGELOG
