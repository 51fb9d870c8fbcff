"""Open initiatives that Temporal does not know are found, and started again where that may be done."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from models.engine import Database
from models.tables import Initiative
from stack.payloads import CONVERTER
from stack.recovering import Recovery, recover
from stack.temporal_namespace import ensure_namespace
from tests.fixtures.rules import charter
from tests.fixtures.temporal import Runs

pytestmark = pytest.mark.server


@pytest.fixture
async def initiative(runs: Runs) -> AsyncIterator[str]:
    """An open initiative that runs on the server."""
    run = await runs.start(replace(charter(), initiative=f"i{secrets.token_hex(8)}"))
    yield run.id
    await run.handle.terminate()


@pytest.fixture
async def empty(runs: Runs) -> Client:
    """A client for which nothing has ever run, as after the loss of the server's file."""
    name, address = f"empty-{secrets.token_hex(4)}", runs.environment.client.service_client.config.target_host
    await ensure_namespace(runs.environment.client, name)
    return await Client.connect(address, namespace=name, data_converter=CONVERTER)


async def test_what_runs_is_left_alone(runs: Runs, initiative: str) -> None:
    client = runs.environment.client
    before = (await client.get_workflow_handle(initiative).describe()).run_id
    assert await recover(runs.database, client, runs.queue, by_itself=True) == Recovery()
    assert (await client.get_workflow_handle(initiative).describe()).run_id == before


async def test_what_is_unknown_is_started_again_from_its_ledger(runs: Runs, initiative: str, empty: Client) -> None:
    assert await recover(runs.database, empty, runs.queue, by_itself=True) == Recovery(restarted=(initiative,))
    assert (await empty.get_workflow_handle(initiative).describe()).status is WorkflowExecutionStatus.RUNNING
    assert await recover(runs.database, empty, runs.queue, by_itself=True) == Recovery()


async def test_on_the_server_of_others_it_is_only_told(runs: Runs, initiative: str, empty: Client) -> None:
    for _ in range(2):
        assert await recover(runs.database, empty, runs.queue, by_itself=False) == Recovery(left=(initiative,))


async def test_one_without_a_readable_ledger_does_not_keep_others_from_starting(
    runs: Runs, initiative: str, empty: Client, database: Database
) -> None:
    def hollow(session) -> None:
        row = session.get_one(Initiative, initiative)
        session.add(Initiative(**(row.model_dump() | {"id": "hollow"})))

    await database.write(hollow)
    found = await recover(database, empty, runs.queue, by_itself=True)
    assert found == Recovery(restarted=(initiative,), left=("hollow",))
