"""What the locks name, and the tools beside this Python that look into it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "requirements.lock"
DEVELOPMENT = ROOT / "requirements-dev.lock"


def pinned(lock: Path) -> dict[str, str]:
    """The version of each distribution that a lock names."""
    found = re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(found)


def ran(tool: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """How a tool of the development requirements ended, and what it printed."""
    command = [Path(sys.executable).with_name(tool), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
