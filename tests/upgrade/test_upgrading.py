"""A recorded installation is taken over by the code of today, with initiatives open in every phase.

Once with Temporal's file as it was, so that open runs are replayed; once without it, from the ledger alone. Each on one
kind of database, and on both in the campaign.
"""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path

import pytest
from sqlmodel import select

from models.engine import Database
from models.states import LetterState
from models.tables import Letter
from stack.restarting import open_initiatives, restart
from stack.up import running
from tests.fixtures.canaries import seen_in
from tests.fixtures.databases import ON_POSTGRES, ON_SQLITE
from tests.upgrade import archives
from tests.upgrade.taking_over import TakenOver
from tests.upgrade.versions import RESTARTED, VERSIONS, Version

pytestmark = [pytest.mark.server, pytest.mark.timeout(240)]

on_sqlite = pytest.mark.parametrize("empty_database_url", ON_SQLITE, indirect=True)
on_postgres = pytest.mark.parametrize("empty_database_url", ON_POSTGRES, indirect=True)
EVERY_VERSION = pytest.mark.parametrize("version", VERSIONS, ids=str)


async def unsent(database: Database) -> set[str]:
    """The letters that wait to be sent."""
    waiting = select(Letter.id).where(Letter.state == LetterState.WAITING)
    return set(await database.read(lambda session: session.exec(waiting).all()))


async def all_dealt_with(database: Database, letters: set[str], patience: float = 30.0) -> None:
    """Wait until none of these letters waits. Raises AssertionError."""
    end = time.monotonic() + patience
    while left := letters & await unsent(database):
        assert time.monotonic() < end, f"letters still wait: {left}"
        await asyncio.sleep(0.2)


@EVERY_VERSION
def test_a_recorded_installation_is_small_and_names_neither_people_nor_a_machine(
    version: Version, tmp_path: Path
) -> None:
    archives.unpack(version.installation, tmp_path / "data")
    content = (tmp_path / "data" / "temporal.db").read_bytes()
    assert seen_in(content) == []
    assert set(re.findall(rb"\d+@([a-z][\w.]*)[@-]", content)) <= {b"recorded", *(b"x" * n for n in range(64))}
    assert not re.findall(rb"/(?:tmp|home|root|var|Users)/", content)
    assert sum(file.stat().st_size for file in version.folder.iterdir()) < 500_000


@on_sqlite
@EVERY_VERSION
async def test_open_runs_go_on_with_the_code_of_today(
    version: Version, empty_database_url: str, tmp_path: Path
) -> None:
    if str(version) in RESTARTED:
        pytest.skip(f"open runs of {version} are started from their ledgers: {RESTARTED[str(version)]}")
    taken = TakenOver.of(version, tmp_path / "data", empty_database_url)
    database = Database.open(taken.settings.database)
    letters = await unsent(database)
    assert letters
    await database.close()
    async with running(taken.settings) as here:
        await taken.carried_on(here)
        await all_dealt_with(here.parts.database, letters)


@on_postgres
@EVERY_VERSION
async def test_without_temporals_file_everything_goes_on_from_the_ledger(
    version: Version, empty_database_url: str, tmp_path: Path
) -> None:
    taken = TakenOver.of(version, tmp_path / "data", empty_database_url)
    (tmp_path / "data" / "temporal.db").unlink()
    async with running(taken.settings) as here:
        database, queue = here.parts.database, taken.settings.task_queue
        assert sorted(await open_initiatives(database)) == taken.initiatives
        for initiative in taken.initiatives:
            await restart(database, here.temporal, queue, initiative)
        await taken.carried_on(here)
