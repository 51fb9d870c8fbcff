"""Recorded histories: the runs of a scenario, in one compressed file, without anything of the machine they ran on."""

from __future__ import annotations

import base64
import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHistory

from tests.upgrade.staging import Stage

ENDING = ".json.xz"
_OF_THE_MACHINE = {"identity": "recorded", "stackTrace": ""}


async def of_runs(stage: Stage, ends: list[tuple[str, str]]) -> list[WorkflowHistory]:
    """Every run that led to these, each once, the earlier ones of an initiative first."""
    found: dict[str, WorkflowHistory] = {}
    for initiative, end in ends:
        chain: dict[str, WorkflowHistory] = {}
        run = end
        while run and run not in found:
            chain[run] = await stage.handle(initiative, run).fetch_history()
            run = chain[run].events[0].workflow_execution_started_event_attributes.continued_execution_run_id
        found |= dict(reversed(chain.items()))
    return list(found.values())


def write(path: Path, histories: list[WorkflowHistory]) -> None:
    """Store the histories of one scenario."""
    stored = [{"id": one.workflow_id, "history": scrubbed(json.loads(one.to_json()))} for one in histories]
    text = json.dumps(stored, separators=(",", ":"), sort_keys=True)
    path.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


def read(path: Path) -> list[WorkflowHistory]:
    """The histories of one scenario, in the order in which they ran."""
    stored = json.loads(lzma.decompress(path.read_bytes()))
    return [WorkflowHistory.from_json(one["id"], one["history"]) for one in stored]


def scrubbed(value: Any) -> Any:
    """Process, host and file names are nobody's business."""
    if isinstance(value, dict):
        return {key: _OF_THE_MACHINE.get(key, scrubbed(item)) for key, item in value.items()}
    return [scrubbed(item) for item in value] if isinstance(value, list) else value


def payloads(value: Any) -> Iterator[Any]:
    """All that our code gave to Temporal, read back, from anywhere in a history's plain form."""
    if isinstance(value, dict) and {"metadata", "data"} <= value.keys():
        yield json.loads(base64.b64decode(value["data"]))
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from payloads(item)


def texts(value: Any, leaving_out: frozenset[str]) -> Iterator[str]:
    """Every text in it and every key, also inside of the entries' own JSON, but for what stands under some keys."""
    if isinstance(value, str) and value.startswith("{"):
        value = json.loads(value)
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (text for item in value for text in texts(item, leaving_out))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            if key not in leaving_out:
                yield from texts(item, leaving_out)
