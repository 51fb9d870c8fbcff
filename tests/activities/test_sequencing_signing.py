"""What is signed, and kept outside, where the sequencer could not go on: nothing is signed twice, late or backwards."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

import pytest
from sqlmodel import Session

from domain.ledger.checkpoints import Checkpoint, Key
from models import log_checkpoints, log_tree
from models.checkpoint_copy import CheckpointCopy, CopyUnusable
from models.engine import Database
from models.log_checkpoints import EVERY, Why
from models.log_sequencing import sequence, waiting_since
from models.signing import Signer, is_signed_by
from tests.activities.test_sequencing import say, sequencer, signed
from tests.fixtures.interrupting import tried_before_each_statement
from tests.models.test_log_sequencing import NOW


async def test_an_end_that_a_pass_met_which_could_not_sign_is_signed_as_one_by_the_next_that_can(
    database: Database, tmp_path: Path
) -> None:
    """Else it would not be anchored at once: the pass that signs does not meet it again."""
    ours, copy = sequencer(database, tmp_path), tmp_path / "checkpoint.txt"
    await say(database, "a", 1, 3)
    await ours.seal()
    kept = copy.read_text()
    copy.write_text("no checkpoint")
    await say(database, "b", 1, 1, "initiative.ended")
    with pytest.raises(CopyUnusable):
        await ours.one_pass(NOW + EVERY)
    assert await database.read(log_tree.size) == 4
    copy.write_text(kept)
    await say(database, "a", 4, 4)
    await ours.one_pass(NOW + 2 * EVERY)
    assert await signed(database) == [(3, Why.ASKED), (5, Why.ENDED)]


async def test_whoever_dies_before_any_statement_of_indexing_and_signing_has_done_nothing(
    database: Database, tmp_path: Path
) -> None:
    await say(database, "a", 1, 20)
    await sequencer(database, tmp_path).seal()
    await say(database, "b", 1, 20)
    signer = Signer("kylat.example", b"s" * 32)

    def work(session: Session) -> int:
        sequence(session, limit=500, wait=True)
        made = log_checkpoints.sign(session, signer, NOW + 2 * EVERY, Why.TIME).checkpoint.size
        session.flush()
        return made

    async def unchanged() -> object:
        return await signed(database), await database.read(log_tree.size), await database.read(waiting_since)

    died, size = await tried_before_each_statement(database, work, unchanged=unchanged)
    assert died >= 8  # what waits and the tree; indexes, nodes, what waited; the last checkpoint, and this one
    assert (size, await signed(database)) == (40, [(20, Why.ASKED), (40, Why.TIME)])
    await require_checkpoints(database, tmp_path)


async def require_checkpoints(database: Database, folder: Path) -> int:
    """Each checkpoint is signed and continued by the log as it stands, and so is the copy outside; how many."""
    signer = Signer("kylat.example", b"s" * 32)

    def judge(session: Session) -> int:
        size = log_tree.size(session)
        root, kept = log_tree.root(session, size), log_checkpoints.before(session, None, 100_000)
        for one in kept:
            assert is_signed_by(signer.key, one.signed)
            assert (one.size, one.root) == (one.signed.checkpoint.size, one.signed.checkpoint.root)
            log_checkpoints.require_continued(session, one.signed.checkpoint, signer.origin, size, root)
        copy = CheckpointCopy(folder / "checkpoint.txt").newest(signer.key)
        assert copy in [one.signed.checkpoint for one in kept]
        return len(kept)

    return await database.read(judge)


async def test_a_smaller_checkpoint_never_takes_the_place_of_a_larger_one_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer, copy = Signer("kylat.example", b"s" * 32), CheckpointCopy(tmp_path / "checkpoint.txt")
    looked, real = threading.Event(), CheckpointCopy.newest

    def slowly(self: CheckpointCopy, key: Key) -> Checkpoint | None:
        known = real(self, key)
        if not looked.is_set():  # the first: another comes in between, if it can
            looked.set()
            time.sleep(0.2)
        return known

    monkeypatch.setattr(CheckpointCopy, "newest", slowly)
    first = asyncio.create_task(asyncio.to_thread(copy.keep, signer.signed(20, b"r" * 32), signer.key))
    await asyncio.to_thread(looked.wait, 5)
    await asyncio.to_thread(copy.keep, signer.signed(40, b"R" * 32), signer.key)
    await first
    known = copy.newest(signer.key)
    assert known is not None
    assert known.size == 40
