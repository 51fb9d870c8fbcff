"""Verifying the log names the first index that does not hold, and the checkpoint that tells otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from domain.ledger.checkpoints import Checkpoint
from models import log_tree
from models.engine import Database
from models.signing import Signer
from stack.verifying_log import LogVerified, verify_log
from tests.activities.test_sequencing import SIGNING, say, sequencer

KEY = Signer("kylat.example", SIGNING.seed).key


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of sixteen entries, so that a small log has several."""
    for module in ("models.log_parts", "stack.verifying_log"):
        monkeypatch.setattr(f"{module}.PART", 16)
    monkeypatch.setattr("models.log_parts.LEVELS", 4)


@pytest.fixture
async def signed(database: Database, tmp_path: Path) -> Database:
    """A log of 600 entries of three streams, signed at several sizes."""
    ours = sequencer(database, tmp_path)
    for stream, first, last in (("a", 1, 7), ("b", 1, 93), ("a", 8, 107), ("c", 1, 400)):
        await say(database, stream, first, last)
        await ours.seal()
    return database


async def forge(database: Database, *statements: str) -> None:
    """Change it without its triggers."""

    def change(session: Session) -> None:
        tables = ("ledger_entry", "ledger_index", "ledger_node", "ledger_checkpoint")
        if database.dialect == "sqlite":
            for (trigger,) in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                session.execute(text(f"DROP TRIGGER {trigger}"))
        else:
            for table in tables:
                session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for statement in statements:
            session.execute(text(statement))
        if database.dialect != "sqlite":
            for table in tables:
                session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))

    await database.write(change)


def test_an_empty_log_holds(database_url: str) -> None:
    assert verify_log(database_url, KEY) == LogVerified(0, 0, 0, ())


async def test_an_honest_log_holds_at_each_checkpoint_and_from_outside(signed: Database, database_url: str) -> None:
    assert verify_log(database_url, KEY) == LogVerified(600, 4, 0, ())
    roots = {size: await signed.read(lambda s, size=size: log_tree.root(s, size)) for size in (1, 17, 600)}  # type: ignore[misc]
    known = [Checkpoint("o", *one) for one in roots.items()]
    assert verify_log(database_url, KEY, known) == LogVerified(600, 4, 3, ())
    await say(signed, "d", 1, 3)  # what waits is no fault
    assert verify_log(database_url, None, known) == LogVerified(600, 4, 3, ())


FORGERIES = [
    (["DELETE FROM ledger_entry WHERE stream = 'b' AND seq = 10"], 16, "entry 10 of b is missing"),
    (["UPDATE ledger_entry SET leaf_hash = 'ff' WHERE stream = 'b' AND seq = 10"], 16, "another hash"),
    (["UPDATE ledger_index SET leaf_hash = 'ff' WHERE idx = 599"], 599, "another hash"),
    (["DELETE FROM ledger_index WHERE idx = 40"], 40, "missing from the log"),
    (["DELETE FROM ledger_index WHERE idx = 599"], 599, "a checkpoint tells of 600"),
    (["UPDATE ledger_node SET hash = 'ff' WHERE level = 4 AND position = 3"], 48, "level 4"),
    (["DELETE FROM ledger_node WHERE level = 8 AND position = 1"], 256, "level 8"),
    (
        [
            "UPDATE ledger_index SET idx = -1 WHERE idx = 20",
            "UPDATE ledger_index SET idx = 20 WHERE idx = 21",
            "UPDATE ledger_index SET idx = 21 WHERE idx = -1",
        ],
        20,
        "entry 15 of b stands where 14 belongs",
    ),
    (
        [
            "UPDATE ledger_index SET idx = -1 WHERE idx = 31",
            "UPDATE ledger_index SET idx = 31 WHERE idx = 32",
            "UPDATE ledger_index SET idx = 32 WHERE idx = -1",
        ],
        31,
        "entry 26 of b stands where 25 belongs",
    ),
    (["UPDATE ledger_checkpoint SET text = replace(text, '600', '599') WHERE size = 600"], 599, "tells of others"),
    (["UPDATE ledger_checkpoint SET text = 'none' WHERE size = 7"], 7, "cannot be read"),
]


@pytest.mark.parametrize(("statements", "index", "reason"), FORGERIES)
async def test_a_planted_fault_is_found(
    signed: Database, database_url: str, statements: list[str], index: int, reason: str
) -> None:
    await forge(signed, *statements)
    broken = verify_log(database_url, KEY).broken
    assert ("log", index) in [(one.stream, one.seq) for one in broken]
    assert any(reason in one.reason for one in broken), broken


async def test_an_entry_that_was_slipped_past_the_log_is_named(signed: Database, database_url: str) -> None:
    await say(signed, "a", 108, 109)
    await forge(signed, "DELETE FROM ledger_waiting WHERE seq = 108")
    (broken,) = verify_log(database_url, KEY).broken
    assert (broken.stream, broken.seq) == ("a", 108)


async def test_an_entry_that_went_before_it_had_its_place_is_named(signed: Database, database_url: str) -> None:
    await say(signed, "a", 108, 109)
    await forge(signed, "DELETE FROM ledger_entry WHERE stream = 'a' AND seq = 109")
    (broken,) = verify_log(database_url, KEY).broken
    assert (broken.stream, broken.seq) == ("a", 109)
    assert "waited for its place" in broken.reason


async def test_a_signature_by_another_is_named(signed: Database, database_url: str) -> None:
    (broken,) = verify_log(database_url, Signer("kylat.example", b"t" * 32).key).broken
    assert (broken.seq, "not signed by kylat.example" in broken.reason) == (599, True)


async def test_a_history_rewritten_whole_is_seen_by_who_kept_a_checkpoint(
    signed: Database, database_url: str, tmp_path: Path
) -> None:
    kept = Checkpoint("o", 600, await signed.read(lambda session: log_tree.root(session, 600)))
    longer = Checkpoint("o", 700, b"r" * 32)
    await forge(
        signed,
        "DELETE FROM ledger_index",
        "DELETE FROM ledger_node",
        "DELETE FROM ledger_checkpoint",
        "DELETE FROM ledger_entry WHERE stream = 'b' AND seq > 50",
        "DELETE FROM ledger_waiting",
        "INSERT INTO ledger_waiting (stream, seq, since) "
        "SELECT stream, seq, time FROM ledger_entry ORDER BY stream, seq",
    )
    ours = sequencer(signed, tmp_path / "elsewhere")
    await ours.seal()
    assert verify_log(database_url, KEY).broken == ()
    for known in (kept, longer):
        (broken,) = verify_log(database_url, KEY, [known]).broken
        assert "a checkpoint from outside tells of" in broken.reason
