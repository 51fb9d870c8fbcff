"""The whole cycle on a real server, with real dates: six runs under one id, and three years of check-ins."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest

from domain.ledger.chain import Head, walk
from domain.operating_model import END
from models.append import entries_after
from models.tables import Initiative
from tests.fixtures.cycle import CYCLE
from tests.fixtures.rules import MODEL, charter
from tests.fixtures.temporal import Runs

pytestmark = pytest.mark.server


async def test_the_cycle_runs_from_the_first_need_to_the_last_check_in(runs: Runs) -> None:
    run = await runs.start(replace(charter(), initiative=f"i-{secrets.token_hex(6)}"))
    for phase, name in zip(CYCLE, (*MODEL.phases, END), strict=False):
        await run.entered(name)
        await phase(run)
    await run.until(lambda entries: entries[-1].event.KIND == "initiative.ended")

    folded = await run.folded()
    assert folded.outcome == "established"
    assert list(folded.rounds) == list(MODEL.phases)
    stream = f"initiative:{run.id}"
    stored = await runs.database.read(lambda session: entries_after(session, stream, 0))
    assert walk(stream, stored) == Head(len(stored), stored[-1].leaf_hash)
    row = await runs.database.read(lambda session: session.get(Initiative, run.id))
    assert row is not None
    assert (row.outcome, row.head_seq, row.head_hash) == ("established", len(stored), stored[-1].leaf_hash)
    asked = [entry.at for entry in await run.entries() if _asks_to_check_in(entry.event)]
    assert (asked[-1] - asked[0]).days > 32 * 30
    assert {folded.calendar.local(moment).hour for moment in asked} == {9}


def _asks_to_check_in(event: object) -> bool:
    return getattr(event, "duty", None) == "check_in"
