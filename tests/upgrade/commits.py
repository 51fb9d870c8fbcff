"""The code of another commit, unpacked beside ours."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


class NoHistory(Exception):
    """Git cannot give the commit: no git, no repository, or a clone without its history."""


def resolved(commit: str) -> str:
    """The full hash of a commit. Raises NoHistory."""
    return _git("rev-parse", "--verify", f"{commit}^{{commit}}").decode().strip()


def unpack(commit: str, folder: Path) -> None:
    """Unpack what was committed. Raises NoHistory."""
    with tarfile.open(fileobj=io.BytesIO(_git("archive", "--format=tar", commit))) as tar:
        tar.extractall(folder, filter="data")


def version(checkout: Path = ROOT) -> str:
    """The version that a checkout says it is."""
    return str(tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def _git(*arguments: str) -> bytes:
    try:
        ran = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=False)
    except FileNotFoundError:
        raise NoHistory("git is not installed here") from None
    if ran.returncode:
        raise NoHistory(f"git gives no commit here: {ran.stderr.decode(errors='replace').strip()}")
    return ran.stdout
