"""Rules that decide otherwise than they did when an open run began: the replay does not notice, the ledger does."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import pytest
from temporalio.client import Client

from demo.api import connected
from domain.deciding import opening
from domain.events import Event
from domain.initiative import Initiative
from stack.restarting import restart
from stack.up import running
from tests.fixtures.audit import agrees, stands
from tests.fixtures.databases import BOTH
from tests.upgrade.taking_over import TakenOver
from tests.upgrade.versions import RESTARTED, VERSIONS
from workflows import phase

pytestmark = [pytest.mark.server, pytest.mark.timeout(240)]


def forgetful(initiative: Initiative, name: str, now: datetime) -> tuple[Event, ...]:
    """Opens a phase with one duty less than was recorded."""
    return opening(initiative, name, now)[:-1]


async def stuck(temporal: Client, initiative: str, patience: float = 30.0) -> str:
    """Why the append of an initiative is tried again and again. Raises TimeoutError when it is not."""
    async with asyncio.timeout(patience):
        while True:
            described = await temporal.get_workflow_handle(initiative).describe()
            for pending in described.raw_description.pending_activities:
                if pending.HasField("last_failure"):
                    return f"{pending.last_failure.application_failure_info.type}: {pending.last_failure.message}"
            await asyncio.sleep(0.1)


@pytest.mark.skipif(str(VERSIONS[-1]) in RESTARTED, reason="the newest recording cannot be replayed as it is")
@pytest.mark.parametrize("empty_database_url", BOTH[:1], indirect=True)
async def test_an_open_run_under_changed_rules_stands_still_until_it_is_started_from_its_ledger(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = TakenOver.of(VERSIONS[-1], tmp_path / "data", empty_database_url)
    one = taken.told("need_identification")
    monkeypatch.setattr(phase, "opening", forgetful)
    async with running(taken.settings) as here, connected(here.api_url, taken.opening.key) as api:
        before = await stands(here.parts.database, one.initiative)
        talk = taken.opening.talk(api, one)
        said = asyncio.create_task(talk.links("need-identification/submit-need", text="Valokuitu puuttuu."))
        assert "RulesChanged" in (why := await stuck(here.temporal, one.initiative))
        assert "talkoot restart" in why
        assert await stands(here.parts.database, one.initiative) == before
        await restart(here.parts.database, here.temporal, taken.settings.task_queue, one.initiative)
        assert (await said)["seq"] == len(before) + 1
        await stands(here.parts.database, one.initiative)
        await agrees(here.parts.database, here.temporal, one.initiative)
