"""The protocol of today against the recorded ones: nobody changes it by accident, and who does is told what to do."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from temporalio.common import RetryPolicy
from temporalio.testing import WorkflowEnvironment

from models.engine import Database
from tests.fixtures.databases import BOTH
from tests.upgrade import comparing
from tests.upgrade.playing import fingerprint, played
from tests.upgrade.protocol import protocol
from tests.upgrade.scenarios import QUICK
from tests.upgrade.staging import Stage
from tests.upgrade.versions import VERSIONS, Version
from workflows import calls

NEWEST = VERSIONS[-1].fingerprint


@pytest.mark.parametrize("version", VERSIONS, ids=str)
def test_all_that_was_recorded_can_still_be_said_and_read(version: Version) -> None:
    found = comparing.findings(version.fingerprint, protocol())
    assert not found, "\n".join(found)


@pytest.mark.server
@pytest.mark.parametrize("database_url", BOTH[:1], indirect=True)
@pytest.mark.parametrize("name", QUICK)
async def test_a_scenario_gives_the_commands_it_gave(
    name: str, temporal: WorkflowEnvironment, database: Database
) -> None:
    again = fingerprint(await played({name: QUICK[name]}, Stage(temporal, database)))[name]
    found = comparing.commands(name, NEWEST["scenarios"][name]["commands"], again["commands"])
    assert not found, "\n".join(found)


@pytest.mark.server
@pytest.mark.parametrize("database_url", BOTH[:1], indirect=True)
async def test_patience_that_no_replay_would_look_at_is_noticed(
    temporal: WorkflowEnvironment, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "_UNTIL_DONE", RetryPolicy(maximum_attempts=5))
    again = fingerprint(await played({"away": QUICK["away"]}, Stage(temporal, database)))["away"]
    fresh, gone = comparing.commands("away", NEWEST["scenarios"]["away"]["commands"], again["commands"])
    assert "5 tries" in fresh
    assert "tried until done" in gone


def changed(path: str, new: Any) -> list[str]:
    """What is told when the code of today differs from the recording at this path; None takes it away."""
    today = copy.deepcopy(NEWEST)
    *way, last = path.split("/")
    place = today
    for step in way:
        place = place[step]
    if new is None:
        del place[last]
    else:
        place[last] = new
    return comparing.findings(NEWEST, today)


EVENT, STATE, INTERACT = "wire/event need.submitted", "wire/value Facts", "workflows/ConveningWorkflow/update interact"


@pytest.mark.parametrize(
    ("path", "new", "told", "remedy"),
    [
        (EVENT, None, "event need.submitted is gone", comparing.LEDGER),
        (f"{EVENT}/sector", None, "the field 'sector' is gone", comparing.LEDGER),
        (f"{EVENT}/sector", "str", "the field 'sector' was Sector, and is str", comparing.LEDGER),
        (f"{EVENT}/weight", "int", "the new field 'weight' is required", comparing.LEDGER),
        ("wire/words Sector", ["association"], "the word 'informal' is gone", comparing.LEDGER),
        ("wire/ledger entry/received", None, "the field 'received' is gone", comparing.LEDGER),
        (f"{STATE}/lessons", None, "the field 'lessons' is gone", comparing.BATON),
        ("wire/command convening.name_chair/chair", None, "the field 'chair' is gone", comparing.BATON),
        (INTERACT, "(Baton) gives Receipt", "update interact was (Interaction) gives Receipt", comparing.CALL),
        (INTERACT, None, "update interact is gone", comparing.CALL),
        ("workflows/PilotingWorkflow", None, "workflow PilotingWorkflow: run is gone", comparing.CALL),
        ("activities/append", "(Proposal) gives bool", "activity append was", comparing.CALL),
    ],
)
def test_a_change_that_breaks_is_told_with_its_remedy(path: str, new: Any, told: str, remedy: str) -> None:
    found = changed(path, new)
    assert found
    assert told in found[0]
    assert found[0].endswith(remedy)


@pytest.mark.parametrize(
    ("path", "new"),
    [
        (f"{EVENT}/weight", "int or nothing, may be missing"),
        (f"{EVENT}/sector", "Sector, may be missing"),
        (f"{EVENT}/sector", "Sector or nothing, may be missing"),
        ("wire/event need.weighed", {"need": "str"}),
        ("wire/words Sector", [*NEWEST["wire"]["words Sector"], "parish"]),
        ("workflows/ConveningWorkflow/query gate", "() gives str"),
        ("workflows/HarvestWorkflow", {"run": "(Baton) gives nothing"}),
    ],
)
def test_what_only_adds_breaks_nothing(path: str, new: Any) -> None:
    assert changed(path, new) == []


def test_a_command_more_or_less_is_told_by_name() -> None:
    recorded = ["local activity append", "timer to a wake"]
    assert comparing.commands("away", recorded, list(reversed(recorded))) == []
    (gone,) = comparing.commands("away", recorded, recorded[1:])
    assert "scenario 'away': a recorded command is given no more: local activity append" in gone
    (fresh,) = comparing.commands("away", recorded, [*recorded, "patch gentler-ladders"])
    assert "was not recorded: patch gentler-ladders" in fresh
    assert "workflow.patched" in fresh
