"""The demo's run-through as a user runs it: one initiative over public HTTP, from start to the last check-in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.migrate import upgrade
from tests.fixtures.databases import ON_SQLITE, PostgresHere
from tests.fixtures.profiles import CAMPAIGN

ROOT = Path(__file__).parents[2]
PHASES = ["readiness", "need_identification", "convening", "joint_planning", "piloting", "evaluation", "establishment"]
RUN = "from cli.main import run; run()"

pytestmark = [pytest.mark.server, pytest.mark.timeout(240)]


@dataclass(frozen=True)
class RunThrough:
    """One that runs, and the files of what it prints."""

    process: subprocess.Popen[bytes]
    summary: Path
    progress: Path


@pytest.fixture(scope="module")
def run_throughs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, RunThrough]]:
    """One on SQLite, and in the campaign one on each kind that can be had, side by side: what they do most is
    wait for the demo's clocks.
    """
    with ExitStack() as stack:
        addresses = {"sqlite": f"sqlite:///{tmp_path_factory.mktemp('database') / 'talkoot.db'}"}
        if CAMPAIGN:
            with suppress(pytest.skip.Exception):
                server: PostgresHere = request.getfixturevalue("postgres_server")
                name = server.create()
                stack.callback(server.drop, name)
                addresses["postgres"] = server.url_of(name)
        running = {kind: begun(url, tmp_path_factory.mktemp(kind)) for kind, url in addresses.items()}
        for one in running.values():
            stack.enter_context(one.process)
            stack.callback(one.process.kill)
        yield running


def begun(database_url: str, folder: Path) -> RunThrough:
    upgrade(database_url)
    environment = os.environ | {"TALKOOT_DATABASE_URL": database_url, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", RUN, "demo", "--run-through", "--json", "--data", str(folder / "data")]
    summary, progress = folder / "summary.json", folder / "progress"
    with summary.open("w") as out, progress.open("w") as err:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=err)
    return RunThrough(process, summary, progress)


@pytest.mark.parametrize("kind", ON_SQLITE)
def test_the_whole_cycle_runs_over_http(
    kind: str, run_throughs: dict[str, RunThrough], request: pytest.FixtureRequest
) -> None:
    if kind not in run_throughs:
        request.getfixturevalue("postgres_server")  # skips, and says why
    ran = run_throughs[kind]
    assert ran.process.wait(230) == 0, ran.progress.read_text()[-3000:]
    told = json.loads(ran.summary.read_text())
    assert list(dict.fromkeys(phase["phase"] for phase in told["phases"])) == PHASES
    assert {phase["exit"] for phase in told["phases"]} == {"advance", "loop_back"}
    assert told["refusals"] >= 1
    assert told["chain_verified"] is True
    assert told["letters"]["sent"] >= 1
    assert told["interactions"] < told["entries"]
    assert told["history_events"] / told["interactions"] <= 6
