"""The versions that were recorded, and what was recorded of each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.upgrade.histories import ENDING
from tests.upgrade.playing import FINGERPRINT
from tests.upgrade.record import INSTALLATION, RECORDED


@dataclass(frozen=True)
class Version:
    """One folder of recordings."""

    folder: Path

    def __str__(self) -> str:
        return self.folder.name

    @property
    def fingerprint(self) -> dict[str, Any]:
        """Its commands and its protocol, with `version` and `commit`."""
        told: dict[str, Any] = json.loads((self.folder / FINGERPRINT).read_text(encoding="utf-8"))
        return told

    @property
    def installation(self) -> Path:
        """The archive of an installation."""
        return self.folder / INSTALLATION

    @property
    def histories(self) -> dict[str, Path]:
        """The file of each scenario."""
        return {file.name.removesuffix(ENDING): file for file in sorted(self.folder.glob(f"*{ENDING}"))}


def _number(folder: Path) -> list[int]:
    return [int(part) for part in folder.name.split(".")]


VERSIONS = [Version(folder) for folder in sorted(RECORDED.iterdir(), key=_number)]
"""Oldest first."""

RESTARTED: dict[str, str] = {}
"""Versions whose open runs the code of today cannot carry on, and why. CHANGELOG.md tells operators of them to end the
upgrade with `talkoot restart --all-open`; their histories are replayed no more, their ledgers go on.
"""
