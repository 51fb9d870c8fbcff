"""Honest histories, whatever their shape: nothing that checks them ever raises an alarm."""

from __future__ import annotations

import random
from pathlib import Path

from models import log_tree
from models.engine import Database
from models.log_checkpoints import EVERY
from models.signing import Signer
from stack.verifying_log import verify_log
from tests.activities.test_sequencing import SIGNING, say, sequencer
from tests.fixtures.profiles import CAMPAIGN
from tests.models.test_log_sequencing import NOW

HISTORIES = 1_000 if CAMPAIGN else 12


async def test_no_honest_history_is_ever_called_false(database: Database, database_url: str, tmp_path: Path) -> None:
    """One log that goes on: after each of many random steps it is verified whole, and against all checkpoints kept."""
    chance, ours, now = random.Random(6), sequencer(database, tmp_path), NOW
    key, lengths, kept = Signer("kylat.example", SIGNING.seed).key, dict[str, int](), []
    for number in range(HISTORIES):
        stream = f"s{chance.randrange(1 + number // 4)}"
        first, more = lengths.get(stream, 0) + 1, chance.randint(1, 6)
        kind = "initiative.ended" if chance.random() < 0.1 else "test.said"
        await say(database, stream, first, first + more - 1, kind)
        lengths[stream] = first + more - 1
        now += EVERY * chance.random() * 2
        match chance.randrange(3):
            case 0:
                await ours.one_pass(now)
            case 1:
                kept.append((await ours.seal()).checkpoint)
        found = verify_log(database_url, key, kept[-20:])
        assert found.broken == (), number
    await ours.seal()
    found = verify_log(database_url, key, kept)
    assert (found.broken, found.entries) == ((), sum(lengths.values()))
    assert found.entries == await database.read(log_tree.size)
