"""The image holds what Talkoot runs with and nothing else, and runs without rights."""

from __future__ import annotations

import re
import tomllib

from tests.deploy.reading import DEPLOY, ROOT, beside, run

DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
IGNORE = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
CARRIED = {line[1:] for line in IGNORE if line.startswith("!")}


def test_it_holds_every_package_and_nothing_that_is_not_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
    assert {
        "requirements.lock",
        "requirements-tools.lock",
        "requirements-tracing.lock",
        "LICENSE",
        *packages,
    } == CARRIED
    assert [line for line in IGNORE if line and line[0] not in "#!"] == ["*", "**/__pycache__", "**/*.pyc"]


def test_what_it_carries_is_there() -> None:
    assert [name for name in sorted(CARRIED) if not (ROOT / name).exists()] == []


def test_requirements_come_with_hashes() -> None:
    installs = re.findall(r"pip (?:install|sync) [^\n]*", DOCKERFILE)
    assert len(installs) == 2
    assert all("--require-hashes" in line for line in installs)


def test_its_user_has_no_rights() -> None:
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert users == ["10001:10001"]


def test_its_user_reads_it_whatever_the_checkouts_umask_was() -> None:
    after = DOCKERFILE.partition("COPY . .\n")[2]
    assert "chmod go+rX" in after.partition("USER ")[0]


def test_it_names_no_place_that_something_is_fetched_from() -> None:
    assert "--index" not in DOCKERFILE
    assert re.findall(r"https?://(?!127\.0\.0\.1)", DOCKERFILE) == []


def test_hadolint_has_nothing_to_say() -> None:
    assert run(beside("hadolint"), DEPLOY / "Dockerfile") == ""
