"""What is forecast if nobody acts is what a real server then writes: the same events, in the same order, at the same
instants, with the same due days; the years that a long run pins anew move none of them. Every phase of both models on
both kinds of database in the campaign, two of them on one in `make test`.
"""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest

from domain.events import CalendarExtended, PhaseExited
from domain.operating_model import OperatingModel
from domain.telling import fate
from operating_models.load import published
from tests.fixtures.databases import ON_SQLITE
from tests.fixtures.profiles import CAMPAIGN
from tests.fixtures.rules import charter, roster
from tests.fixtures.temporal import Runs
from tests.workflows.favouring import alike, favoured, forecast, loose_ends, silent, told

CYCLE, PREPARATION = (published()[name] for name in ("fi.yhteisovaikuttavuus", "fi.yhteisovaikuttavuus.valmistelu"))
EVERY = [(model, phase, acts) for model in (CYCLE, PREPARATION) for phase in model.phases for acts in (0, 5)]
FEW = [(CYCLE, "readiness", 5), (PREPARATION, "joint_planning", 0)]
WITHOUT_FORMER = ("readiness", "need_identification", "convening")
"""The phases that need nothing of those before them."""

pytestmark = [
    pytest.mark.server,
    pytest.mark.timeout(300),
    pytest.mark.parametrize("database_url", ON_SQLITE, indirect=True),
]


def _named(value: object) -> str:
    return value.id.rpartition(".")[2] if isinstance(value, OperatingModel) else str(value)


@pytest.mark.parametrize(("model", "phase", "acts"), EVERY if CAMPAIGN else FEW, ids=_named)
async def test_what_is_forecast_is_what_the_server_writes(
    runs: Runs, model: OperatingModel, phase: str, acts: int
) -> None:
    beginning = replace(model, first=phase if phase in WITHOUT_FORMER else "convening")
    run = await runs.start(replace(charter(roster(6), beginning), initiative=f"i-{secrets.token_hex(6)}"))
    await favoured(run, phase, acts)
    if acts:
        await loose_ends(run)
    initiative, known = await run.folded(), len(await run.entries())
    foreseen, end = [told(at, event) for at, event in forecast(initiative)], fate(initiative)
    await silent(run)
    written = [entry for entry in (await run.entries())[known:] if not isinstance(entry.event, CalendarExtended)]
    for expected, entry in zip(foreseen, written, strict=False):
        assert alike(expected, told(entry.at, entry.event)), (expected, told(entry.at, entry.event))
    assert len(written) == len(foreseen)
    exited = next(entry.event for entry in written if isinstance(entry.event, PhaseExited))
    assert end is not None
    assert (exited.to, exited.taken_by) == (end.to, end.taken_by)
