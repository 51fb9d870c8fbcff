"""Every import contract of `.importlinter` can fail: planted imports are found, an empty house is kept."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINTER = Path(sys.executable).parent / "lint-imports"
PARTS = ["domain/matters", "domain/phases"]
EMPTY = ["activities", "api", "cli", "demo", "domain", *PARTS, "letters", "models", "operating_models"]
PLANTED = {
    "domain/votes.py": "import yaml",
    "domain/back.py": "from models import tables",
    "domain/phases/convening/__init__.py": "from domain.phases.piloting import state",
    "domain/phases/piloting/__init__.py": "",
    "domain/phases/piloting/state.py": "",
    "domain/matters/meetings/__init__.py": "from domain.matters.support import state",
    "domain/matters/support/__init__.py": "from domain.phases.piloting import state",
    "domain/matters/support/state.py": "",
    "models/tables.py": "import fastapi",
    "workflows/phase.py": "import structlog",
    "workflows/convening.py": "from workflows import relay, piloting",
    "workflows/piloting.py": "",
    "workflows/relay.py": "",
    "api/app.py": "import pydantic_settings",
    "api/story.py": "import demo",
    "demo/story.py": "import letters",
}


def verdicts(house: Path, planted: dict[str, str]) -> dict[str, str]:
    for package in (*EMPTY, "stack", "workflows"):
        (house / package).mkdir(parents=True)
        (house / package / "__init__.py").touch()
    for name, text in planted.items():
        (house / name).parent.mkdir(exist_ok=True)
        (house / name).write_text(text)
    for name in (".importlinter", "tests/architecture/contracts.py"):
        (house / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, house / name)
    run = subprocess.run([LINTER, "--no-logo", "--no-cache"], cwd=house, capture_output=True, text=True, check=False)
    found = dict(re.findall(r"^(\d .*) (KEPT|BROKEN)$", run.stdout, re.MULTILINE))
    assert found, run.stdout + run.stderr
    return found


def test_an_empty_house_keeps_every_contract(tmp_path: Path) -> None:
    assert set(verdicts(tmp_path, {}).values()) == {"KEPT"}


def test_every_contract_breaks_on_a_planted_import(tmp_path: Path) -> None:
    assert set(verdicts(tmp_path, PLANTED).values()) == {"BROKEN"}
