"""Sequencers in processes of their own, killed with -9 while others write: nothing is lost, doubled or reordered."""

from __future__ import annotations

import asyncio
import random
import sys
from pathlib import Path

import pytest

from models.engine import Database
from models.log_sequencing import waiting_since
from tests.activities.test_sequencing import sequencer
from tests.fixtures.databases import ON_SQLITE
from tests.fixtures.profiles import CAMPAIGN
from tests.models.test_log_sequencing import added, require_whole

ROOT = Path(__file__).parents[2]
KILLS = 40 if CAMPAIGN else 1
PROCESS = """
import asyncio, sys
from pathlib import Path
from activities.sequencing import Sequencer
from models.checkpoint_copy import CheckpointCopy
from models.engine import Database
from models.signing import Signing
copy = CheckpointCopy(Path(sys.argv[2]) / "checkpoint.txt")
signing = Signing(b"s" * 32, else_called="kylat.example")
print("runs", flush=True)
asyncio.run(Sequencer(Database.open(sys.argv[1]), signing, copy, idle_seconds=0.001).run())
"""


@pytest.mark.parametrize("database_url", ON_SQLITE, indirect=True)
async def test_sequencers_that_are_killed_leave_a_whole_log(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    chance, lengths, over = random.Random(9), {f"s{number}": 0 for number in range(3)}, asyncio.Event()

    async def writer(stream: str) -> None:
        while not over.is_set():
            await database.write(lambda session: added(session, stream, 3))
            lengths[stream] += 3
            await asyncio.sleep(0.02)

    async def started() -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", PROCESS, database_url, str(tmp_path)),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert process.stdout is not None
        assert await process.stdout.readline() == b"runs\n"
        return process

    writers = [asyncio.create_task(writer(stream)) for stream in lengths]
    other = await started()
    for _ in range(KILLS):
        victim = await started()
        await asyncio.sleep(chance.uniform(0.02, 0.4))
        victim.kill()
        await victim.wait()
    over.set()
    await asyncio.gather(*writers)
    other.kill()
    await other.wait()
    while await database.read(lambda session: waiting_since(session) is not None):
        await sequencer(database, tmp_path).seal()
    await require_whole(database, lengths)
