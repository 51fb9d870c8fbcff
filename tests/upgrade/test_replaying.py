"""Recorded histories are replayed by the code of today, with the sandbox and without."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pytest
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from domain.cycle import PHASES
from stack.worker_life import PHASE_WORKFLOWS, runner
from tests.upgrade import commands, histories
from tests.upgrade.altered_workflow import BreathlessConveningWorkflow
from tests.upgrade.versions import RESTARTED, VERSIONS, Version
from workflows.relay import RUNNERS

FILES = [pytest.param(file, id=f"{version}-{name}") for version in VERSIONS for name, file in version.histories.items()]
BOTH_RUNNERS = pytest.mark.parametrize("sandboxed", [True, False], ids=["sandboxed", "unsandboxed"])
WORDED = frozenset({"title", "meeting_reference"})
"""What may be worded in a payload: the titles of an operating model, and which minutes gave a mandate."""
WHAT_TO_DO = "the code of today gives other commands than were recorded; see 'Changing a workflow' in CONTRIBUTING.md"


def replayer(*workflows: type, sandboxed: bool = True) -> Replayer:
    return Replayer(
        workflows=workflows, workflow_runner=runner(sandboxed=sandboxed), data_converter=pydantic_data_converter
    )


@BOTH_RUNNERS
@pytest.mark.parametrize("file", FILES)
async def test_every_recorded_run_is_replayed_by_the_code_of_today(file: Path, sandboxed: bool) -> None:
    if (version := file.parent.name) in RESTARTED:
        pytest.skip(f"runs of {version} are started from their ledgers: {RESTARTED[version]}")
    replaying = replayer(*PHASE_WORKFLOWS, sandboxed=sandboxed)
    for history in histories.read(file):
        result = await replaying.replay_workflow(history, raise_on_replay_failure=False)
        assert result.replay_failure is None, f"{WHAT_TO_DO}: {result.replay_failure}"


@BOTH_RUNNERS
async def test_a_timer_more_in_a_workflow_is_noticed(sandboxed: bool) -> None:
    replaying = replayer(BreathlessConveningWorkflow, sandboxed=sandboxed)
    for history in histories.read(VERSIONS[-1].histories["away"]):
        with pytest.raises(NondeterminismError):
            await replaying.replay_workflow(history)


@pytest.mark.parametrize("version", VERSIONS, ids=str)
def test_the_recordings_hold_every_kind_of_run(version: Version) -> None:
    runs = {name: histories.read(file) for name, file in version.histories.items()}
    types = {name: [commands.type_of(run) for run in of] for name, of in runs.items()}
    known = version.fingerprint["workflows"]
    assert types["cycle"] == [RUNNERS[phase] for phase in PHASES if RUNNERS[phase] in known]
    assert types["looped"] == [RUNNERS[p] for p in ("need_identification", "convening", "need_identification")]
    assert len(types["rolled"]) > 1
    assert set(types["rolled"]) == {RUNNERS["convening"]}
    given = {name: {line for run in of for line in commands.of(run)} for name, of in runs.items()}
    assert "update refused OutOfTurn" in given["looped"]
    assert {"update refused AlreadyAnswered", "update catch_up accepted"} <= given["corrected"]
    assert "local activity append failed" in given["away"]
    assert "timer for a stray append" in given["restarted"]
    assert any("pin_calendar" in line for line in given["calendar"])


@pytest.mark.parametrize("version", VERSIONS, ids=str)
def test_the_commands_of_the_recordings_are_those_of_the_fingerprint(version: Version) -> None:
    for name, file in version.histories.items():
        runs = [f"{commands.type_of(run)} {commands.digest(run)}" for run in histories.read(file)]
        assert runs == version.fingerprint["scenarios"][name]["runs"]


@pytest.mark.parametrize("file", FILES)
def test_a_recording_names_nobody_and_holds_no_free_text(file: Path) -> None:
    for history in histories.read(file):
        said = history.to_json()
        assert set(re.findall(r'"identity": "([^"]*)"', said)) == {"recorded"}
        assert set(re.findall(r"\d+@([\w.-]+?)-[0-9a-f]{32}", said)) <= {"recorded"}  # the worker's own queue
        told = {text for payload in histories.payloads(json.loads(said)) for text in histories.texts(payload, WORDED)}
        assert "holder-01" in told
        assert [text for text in sorted(told) if speaks(text)] == []


def speaks(text: str) -> bool:
    """Whether it reads like something that a person wrote, or a name: ids, dates and the words of the rules do not."""
    ours = text.startswith("terminated by new runID: ")  # Temporal's own words
    return not ours and (not text.isascii() or re.search(r"\s|@.*[a-z]|^[A-Z][a-z]+$", text) is not None)


@pytest.mark.parametrize("text", ["Maija", "Kylätalo", "ei käy", "maija@example.org"])
def test_a_name_a_sentence_and_an_address_would_be_seen(text: str) -> None:
    entry = json.dumps({"entries": [{"text": json.dumps({"data": {"note": text}})}]})
    payload = {"data": base64.b64encode(entry.encode()).decode(), "metadata": {"encoding": "json/plain"}}
    (read,) = histories.payloads({"events": [{"input": {"payloads": [payload]}}]})
    assert [seen for seen in histories.texts(read, WORDED) if speaks(seen)] == [text]
