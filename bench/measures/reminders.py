"""1,000 reminders that fall due at one instant: five initiatives with 200 seats that all still owe."""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.bare.__main__ import QUEUE
from bench.measures import Figures
from bench.rehearsal import Rehearsal, charter
from bench.sizes import Size
from bench.turns import middle, ratio
from bench.working import Working, working
from models.append import Proposal, append
from models.engine import Database
from models.vault import Vault
from operating_models.load import published
from stack.restarting import restart
from stack.settings import Settings

DEMO = "fi.yhteisovaikuttavuus.demo"
DAY = timedelta(seconds=2)
REMINDED = 27 * DAY  # after the opening: three days before the thirtieth
AHEAD = timedelta(seconds=8)  # how long before the reminders fall due the initiatives are started
PATIENCE = 60.0


async def measure(size: Size) -> Figures:
    """Seconds from the instant they are due until the last reminder's letter is written; the bare reference writes the
    letters of each workflow in one go.
    """
    initiatives, seats = size.of((5, 200), (2, 6))
    turns = []
    with tempfile.TemporaryDirectory(prefix="talkoot-bench-") as name:
        for number in range(size.pairs):
            mine = await _product(Path(name) / f"product{number}", initiatives, seats)
            turns.append((mine, await _bare(Path(name) / f"bare{number}", initiatives, seats)))
    took, batch = zip(*turns, strict=True)
    return {
        "reminders": initiatives * seats,
        "seconds": middle(took),
        "bare_seconds": middle(batch),
        "ratio": ratio(took, batch),
    }


async def _product(folder: Path, initiatives: int, seats: int) -> float:
    folder.mkdir()
    pace = int(DAY / timedelta(milliseconds=1))
    model = replace(published()[DEMO], first="need_identification", day_milliseconds=pace)
    async with working("product", folder) as here:
        database = Database.open(Settings(data=folder).database)
        due = datetime.now(UTC) + AHEAD
        for _ in range(initiatives):
            run = Rehearsal(charter(seats, model), due - REMINDED)
            proposal = Proposal(run.initiative.id, 0, tuple(run.entries))
            await database.write(lambda s, p=proposal: append(s, Vault(b"v" * 32), p))  # type: ignore[misc]
            await restart(database, here.client, Settings().task_queue, run.initiative.id)
        await database.close()
        written = "SELECT count(*) FROM letter WHERE step LIKE '%remind'"
        return await _until(folder / "talkoot.db", written, initiatives * seats, due)


async def _bare(folder: Path, initiatives: int, seats: int) -> float:
    folder.mkdir()
    async with working("bare", folder) as here:
        due = datetime.now(UTC) + AHEAD
        await asyncio.gather(*(_sleeper(here, due, seats) for _ in range(initiatives)))
        return await _until(folder / "rows.db", "SELECT count(*) FROM answer", initiatives * seats, due)


async def _sleeper(here: Working, due: datetime, seats: int) -> None:
    left = (due - datetime.now(UTC)).total_seconds()
    name = f"bare-{secrets.token_hex(6)}"
    await here.client.start_workflow("Bare", args=[left, seats], id=name, task_queue=QUEUE)


async def _until(file: Path, counting: str, wanted: int, due: datetime) -> float:
    """Seconds from `due` until so many rows are there. Raises AssertionError if they were there before."""
    rows = sqlite3.connect(file)
    assert _count(rows, counting) < wanted, "the reminders were written before the measuring began"
    async with asyncio.timeout(PATIENCE):
        while _count(rows, counting) < wanted:
            await asyncio.sleep(0.01)
    return (datetime.now(UTC) - due).total_seconds()


def _count(rows: sqlite3.Connection, counting: str) -> int:
    found: int = rows.execute(counting).fetchone()[0]
    return found
