"""The demo's run-through as a user runs it: one initiative over public HTTP, from start to the last check-in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PHASES = ["need_identification", "convening", "joint_planning", "piloting", "evaluation", "establishment"]
RUN = "from cli.main import run; run()"

pytestmark = [pytest.mark.server, pytest.mark.timeout(240)]


def test_the_whole_cycle_runs_over_http(database_url: str, tmp_path: Path) -> None:
    environment = os.environ | {"TALKOOT_DATABASE_URL": database_url, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", RUN, "demo", "--run-through", "--json", "--data", str(tmp_path / "data")]
    ran = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=230, check=False
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    told = json.loads(ran.stdout)
    assert list(dict.fromkeys(phase["phase"] for phase in told["phases"])) == PHASES
    assert {phase["exit"] for phase in told["phases"]} == {"advance", "loop_back"}
    assert told["refusals"] >= 1
    assert told["chain_verified"] is True
    assert told["letters"]["sent"] >= 1
    assert told["interactions"] < told["entries"]
    assert told["history_events"] / told["interactions"] <= 6
