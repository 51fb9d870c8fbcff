"""Sequencers in processes of their own, killed with -9 while they index, sign and keep their copy and others write:
nothing is lost, doubled or reordered, and the log continues every checkpoint that any of them signed.
"""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from models.engine import Database
from models.log_sequencing import waiting_since
from tests.activities.test_sequencing import sequencer
from tests.activities.test_sequencing_signing import require_checkpoints
from tests.fixtures.databases import ON_SQLITE
from tests.fixtures.forking import forking
from tests.fixtures.profiles import CAMPAIGN
from tests.models.test_log_sequencing import added, require_whole

KILLS = 40 if CAMPAIGN else 4
PROCESS = """
import asyncio, sys
from datetime import timedelta
from pathlib import Path
from activities.sequencing import Sequencer
from models.checkpoint_copy import CheckpointCopy
from models import log_checkpoints
from models.engine import Database
from models.signing import Signing
log_checkpoints.EVERY = timedelta(0)  # each pass signs, so that the kills meet signing too
copy = CheckpointCopy(Path(sys.argv[2]) / "checkpoint.txt")
signing = Signing(b"s" * 32, else_called="kylat.example")

def begin():
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

    writers = [asyncio.create_task(writer(stream)) for stream in lengths]
    with forking(PROCESS, database_url, str(tmp_path)) as another:
        another()
        for _ in range(KILLS):
            victim = another()
            await asyncio.sleep(chance.uniform(0.02, 0.4))
            assert victim.kill()
        over.set()
        await asyncio.gather(*writers)
    while await database.read(lambda session: waiting_since(session) is not None):
        await sequencer(database, tmp_path).seal()
    await require_whole(database, lengths)
    assert await require_checkpoints(database, tmp_path) > KILLS
