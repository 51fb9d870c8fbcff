"""The whole cycle on a real server, with real dates: six runs under one id, and three years of check-ins."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest
from temporalio.worker import Replayer

from domain.folding import fold
from domain.ledger.chain import Head, walk
from domain.ledger.entries import decode
from domain.operating_model import END
from models.append import entries_after
from models.tables import Initiative
from stack.worker_life import PHASE_WORKFLOWS, runner
from tests.fixtures.cycle import CYCLE
from tests.fixtures.rules import MODEL, charter
from tests.fixtures.temporal import Runs

pytestmark = pytest.mark.server


async def test_the_cycle_runs_from_readiness_to_the_last_check_in(runs: Runs) -> None:
    run = await runs.start(replace(charter(), initiative=f"i-{secrets.token_hex(6)}"))
    for phase, name in zip(CYCLE, (*MODEL.phases, END), strict=False):
        await run.entered(name)
        await phase(run)
    await run.until(lambda entries: entries[-1].event.KIND == "initiative.ended")

    stream = f"initiative:{run.id}"
    stored = await runs.database.read(lambda session: entries_after(session, stream, 0))
    folded = fold(decode(entry.text) for entry in stored)
    assert folded.outcome == "established"
    assert list(folded.rounds) == list(MODEL.phases)
    assert walk(stream, stored) == Head(len(stored), stored[-1].leaf_hash)
    row = await runs.database.read(lambda session: session.get(Initiative, run.id))
    assert row is not None
    assert (row.outcome, row.head_seq, row.head_hash) == ("established", len(stored), stored[-1].leaf_hash)
    assert await replayed(runs, run.id) == 7
    asked = [entry.at for entry in await run.entries() if _asks_to_check_in(entry.event)]
    assert (asked[-1] - asked[0]).days > 32 * 30
    assert {folded.calendar.local(moment).hour for moment in asked} == {9}


async def replayed(runs: Runs, initiative: str) -> int:
    """Replay the history of every run of an initiative, in the sandbox; how many there were."""
    client = runs.environment.client
    replayer = Replayer(
        workflows=PHASE_WORKFLOWS,
        workflow_runner=runner(sandboxed=True),
        data_converter=client.data_converter,
    )
    histories = client.list_workflows(f"WorkflowId = '{initiative}'").map_histories()
    results = await replayer.replay_workflows(histories)
    assert not results.replay_failures, results.replay_failures
    return len({execution.run_id async for execution in client.list_workflows(f"WorkflowId = '{initiative}'")})


def _asks_to_check_in(event: object) -> bool:
    return getattr(event, "duty", None) == "check_in"
