"""Plays every scenario with the code of the checkout it runs in: `python -m tests.upgrade.playing FOLDER`.

Leaves the histories in the folder, and `fingerprint.json`: the commands they hold, and the protocol of that code.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHistory

from models.engine import Database
from models.migrate import upgrade
from tests.upgrade import commands, histories
from tests.upgrade.protocol import protocol
from tests.upgrade.scenarios import IMPATIENT, QUICK, SLOW, Scenario
from tests.upgrade.staging import Stage, server

FINGERPRINT = "fingerprint.json"
SOON_LONG = "limit.historyCount.suggestContinueAsNew=40"


async def played(scenarios: Mapping[str, Scenario], stage: Stage) -> dict[str, list[WorkflowHistory]]:
    """The histories of each scenario."""
    return {name: await histories.of_runs(stage, await play(stage)) for name, play in scenarios.items()}


def fingerprint(of: Mapping[str, list[WorkflowHistory]]) -> dict[str, Any]:
    """The commands of each scenario, and a digest of each of its runs."""
    return {
        name: {
            "commands": sorted({line for run in runs for line in commands.of(run)} - {commands.REARMED}),
            "runs": [f"{commands.type_of(run)} {commands.digest(run)}" for run in runs],
        }
        for name, runs in of.items()
    }


async def play_all(folder: Path) -> None:
    """Play everything and write it down."""
    found: dict[str, list[WorkflowHistory]] = {}
    with tempfile.TemporaryDirectory() as passing:
        url = f"sqlite:///{passing}/talkoot.db"
        upgrade(url)
        database = Database.open(url)
        for scenarios, settings in (({**QUICK, **SLOW}, ()), (IMPATIENT, (SOON_LONG,))):
            async with server(*settings) as environment:
                found |= await played(scenarios, Stage(environment, database))
        await database.close()
    for name, runs in found.items():
        histories.write(folder / f"{name}{histories.ENDING}", runs)
    told = {"scenarios": fingerprint(found), **protocol()}
    (folder / FINGERPRINT).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    socket.gethostname = lambda: "recorded"  # Temporal writes down who did what
    asyncio.run(play_all(Path(sys.argv[1])))
