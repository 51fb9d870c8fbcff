"""How the tests of `deploy/` read its files, and run the tools that judge them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
_LINE = re.compile(r"^(#?)([A-Z][A-Z0-9_]*)=(.*)$", re.MULTILINE)


def yaml(file: Path) -> list[Any]:
    """The documents of a YAML file; a key that is there twice is an error."""
    return list(YAML(typ="safe", pure=True).load_all(file.read_text(encoding="utf-8")))


def example() -> tuple[dict[str, str], dict[str, str]]:
    """The settings of env.example: those that are set there, and those in comments that show a default."""
    found: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for hash_sign, name, value in _LINE.findall((DEPLOY / "env.example").read_text(encoding="utf-8")):
        assert name not in found[0] | found[1], name
        found[bool(hash_sign)][name] = value
    return found


def beside(tool: str) -> str:
    """A tool of the development requirements."""
    return str(Path(sys.executable).with_name(tool))


def found(tool: str, why_not: str) -> str:
    """A tool of the machine; without it the test is skipped, and says why the tool is not among the requirements."""
    path = shutil.which(tool)
    if path is None:
        pytest.skip(f"no {tool} on this machine: {why_not}")
    return path


def run(*command: str | Path, **environment: str) -> str:
    """What a command prints; the test fails with it when the command does."""
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=environment or None)
    printed = (ran.stdout + ran.stderr).strip()
    assert ran.returncode == 0, printed
    return printed
