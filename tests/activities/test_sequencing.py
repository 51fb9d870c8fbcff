"""The sequencer's loop: signs what it may, keeps a copy outside, and never signs a log that was rewritten."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, func, select

from activities.sequencing import Sequencer
from domain.ledger.checkpoints import read
from domain.ledger.merkle import is_consistent
from models import log_checkpoints, log_proofs, log_tree
from models.checkpoint_copy import CheckpointCopy, CopyUnusable
from models.engine import Database
from models.log_checkpoints import EVERY, LogRewritten, Why
from models.log_sequencing import waiting_since
from models.signing import Signer, Signing, is_signed_by
from models.tables import LogIndex, WaitingEntry
from tests.models.test_log_sequencing import NOW, entry, write

SIGNING = Signing(b"s" * 32, else_called="kylat.example")


def sequencer(database: Database, folder: Path, signing: Signing = SIGNING) -> Sequencer:
    return Sequencer(database, signing, CheckpointCopy(folder / "checkpoint.txt"), clock=lambda: NOW, idle_seconds=0.01)


async def say(database: Database, stream: str, first: int, last: int, kind: str = "test.said") -> None:
    rows = [entry(stream, seq, kind) for seq in range(first, last + 1)]
    await database.write(lambda session: write(session, *rows))


async def until(look: Callable[[], Awaitable[object]], wanted: object) -> None:
    async with asyncio.timeout(10):
        while await look() != wanted:  # noqa: ASYNC110 - another process might do it, so there is nothing to be told by
            await asyncio.sleep(0.02)


async def signed(database: Database) -> list[tuple[int, Why]]:
    """The checkpoints, by size and reason."""
    kept = await database.read(lambda session: log_checkpoints.before(session, None, 100))
    return [(one.size, one.why) for one in reversed(kept)]


async def test_a_log_that_goes_on_is_signed_once_a_minute_and_each_time_an_initiative_ends(
    database: Database, tmp_path: Path
) -> None:
    ours = sequencer(database, tmp_path)
    assert await ours.one_pass(NOW) == 0
    assert await signed(database) == []
    await say(database, "a", 1, 3)
    assert await ours.one_pass(NOW) == 3
    await say(database, "a", 4, 4)
    assert await ours.one_pass(NOW + EVERY / 2) == 1
    assert await signed(database) == [(3, Why.TIME)]
    assert await ours.one_pass(NOW + EVERY) == 0
    assert await signed(database) == [(3, Why.TIME), (4, Why.TIME)]
    await ours.one_pass(NOW + 3 * EVERY)
    await say(database, "a", 5, 5, "initiative.ended")
    await ours.one_pass(NOW + 3 * EVERY + timedelta(seconds=1))
    assert await signed(database) == [(3, Why.TIME), (4, Why.TIME), (5, Why.ENDED)]


async def test_what_is_signed_is_in_the_form_that_all_can_check_and_lies_outside_too(
    database: Database, tmp_path: Path
) -> None:
    ours = sequencer(database, tmp_path)
    await say(database, "a", 1, 20)
    first = await ours.seal()
    await say(database, "a", 21, 40)
    second = await ours.seal()
    key = Signer("kylat.example", b"s" * 32).key
    assert [one.checkpoint.size for one in (first, second)] == [20, 40]
    assert all(is_signed_by(key, one) for one in (first, second))
    assert not is_signed_by(Signer("kylat.example", b"t" * 32).key, first)
    path = await database.read(lambda session: log_proofs.consistency(session, 20, 40))
    assert is_consistent(20, 40, path, first.checkpoint.root, second.checkpoint.root)
    assert read((tmp_path / "checkpoint.txt").read_text()) == second
    assert await ours.seal() == second
    assert await signed(database) == [(20, Why.ASKED), (40, Why.ASKED)]


async def test_a_place_that_waits_for_an_entry_which_is_gone_lets_it_rest(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await database.write(lambda session: session.add(WaitingEntry(stream="a", seq=9, since=NOW)))
    await say(database, "a", 1, 2)
    ours = sequencer(database, tmp_path)
    assert await ours.one_pass(NOW) == 2

    async def never(*_: object, **__: object) -> None:
        raise AssertionError("nothing is to be written")

    monkeypatch.setattr(database, "write", never)
    assert await ours.one_pass(NOW) == 0


async def test_everything_that_waits_is_in_what_is_sealed(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("activities.sequencing.AT_ONCE", 7)
    await say(database, "a", 1, 30)
    sealed = await sequencer(database, tmp_path).seal()
    assert sealed.checkpoint.size == 30


async def test_a_log_keeps_its_name_until_another_is_given_and_then_nothing_is_signed(
    database: Database, tmp_path: Path
) -> None:
    await say(database, "a", 1, 1)
    await sequencer(database, tmp_path).seal()
    await say(database, "a", 2, 2)
    moved = Signing(b"s" * 32, else_called="elsewhere.example")
    sealed = await sequencer(database, tmp_path, moved).seal()
    assert sealed.checkpoint.origin == "kylat.example"
    (tmp_path / "checkpoint.txt").unlink()
    await say(database, "a", 3, 3)
    with pytest.raises(LogRewritten, match=r"kylat\.example, not of other\.example"):
        await sequencer(database, tmp_path, Signing(b"s" * 32, given="other.example")).seal()


def _lose_the_end(session: Session, of_sqlite: bool) -> None:
    """What a database that was restored to an earlier day has lost, or somebody who may do all: the last entries."""
    if of_sqlite:
        session.execute(text("DROP TRIGGER ledger_index_no_delete"))
        session.execute(text("DROP TRIGGER ledger_checkpoint_no_delete"))
    else:
        session.execute(text("ALTER TABLE ledger_index DISABLE TRIGGER USER"))
        session.execute(text("ALTER TABLE ledger_checkpoint DISABLE TRIGGER USER"))
    session.execute(text("DELETE FROM ledger_index WHERE idx >= 4"))
    session.execute(text("DELETE FROM ledger_checkpoint"))


async def test_a_database_of_an_earlier_day_is_not_signed_and_its_entries_still_get_their_indexes(
    database: Database, tmp_path: Path
) -> None:
    ours = sequencer(database, tmp_path)
    await say(database, "a", 1, 8)
    await ours.seal()
    await database.write(lambda session: _lose_the_end(session, database.dialect == "sqlite"))
    await say(database, "b", 1, 2)
    with pytest.raises(LogRewritten, match="tells of 8 entries, and the log has only 6"):
        await ours.one_pass(NOW + EVERY)
    assert await database.read(waiting_since) is None
    await say(database, "b", 3, 9)
    with pytest.raises(LogRewritten, match="first 8 entries"):
        await ours.one_pass(NOW + EVERY)
    assert await signed(database) == []
    assert await database.read(lambda session: session.exec(select(func.count()).select_from(LogIndex)).one()) == 13


async def test_a_copy_that_is_not_ours_stops_the_signing_and_nothing_else(database: Database, tmp_path: Path) -> None:
    copy = tmp_path / "checkpoint.txt"
    ours = sequencer(database, tmp_path)
    for wrong in ("", Signer("kylat.example", b"t" * 32).signed(1, bytes(32)).text):
        copy.write_text(wrong)
        await say(database, f"a{len(wrong)}", 1, 1)
        with pytest.raises(CopyUnusable, match=r"backup|another"):
            await ours.one_pass(NOW)
        assert copy.read_text() == wrong
    assert await database.read(lambda session: log_tree.size(session)) == 2
    assert await signed(database) == []


async def test_the_copy_never_goes_back_to_a_smaller_log(tmp_path: Path) -> None:
    copy, signer = CheckpointCopy(tmp_path / "new" / "checkpoint.txt"), Signer("a.example", b"s" * 32)
    for size in (3, 7, 5):
        copy.keep(signer.signed(size, bytes(32)), signer.key)
    found = copy.newest(signer.key)
    assert found is not None
    assert found.size == 7
    assert [file.name for file in copy.path.parent.iterdir()] == ["checkpoint.txt"]


async def test_the_loop_goes_on_whatever_happens_and_ends_only_when_cancelled(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = sequencer(database, tmp_path)
    monkeypatch.setattr("activities.sequencing._LONGEST_BACK_OFF", 0.01)
    passes = ours.one_pass
    fail = iter([ValueError("no"), LogRewritten("no"), OSError("no")])
    monkeypatch.setattr("activities.sequencing._AMISS", 0.01)

    async def one_pass(now: object) -> int:
        for error in fail:
            raise error
        return await passes(NOW)

    monkeypatch.setattr(ours, "one_pass", one_pass)
    await say(database, "a", 1, 5)
    running = asyncio.create_task(ours.run())
    await until(lambda: signed(database), [(5, Why.TIME)])
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert running.cancelled()


async def test_of_several_that_run_side_by_side_each_entry_gets_one_index(database: Database, tmp_path: Path) -> None:
    tasks = [asyncio.create_task(sequencer(database, tmp_path).run()) for _ in range(3)]
    for seq in range(1, 31):
        await say(database, "a", seq, seq)
    await until(lambda: database.read(waiting_since), None)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    found = await database.read(lambda session: [one.seq for one in log_proofs.in_order(session, 0, 30)])
    assert found == list(range(1, 31))


@pytest.mark.parametrize("said", ["kylat.example", "no name"])
async def test_a_last_checkpoint_that_cannot_be_read_stops_signing_and_no_index(
    database: Database, tmp_path: Path, said: str
) -> None:
    ours = sequencer(database, tmp_path)
    await say(database, "a", 1, 3)
    await ours.seal()

    def spoil(session: Session) -> None:
        of_sqlite = database.dialect == "sqlite"
        off = (
            "DROP TRIGGER ledger_checkpoint_no_update"
            if of_sqlite
            else "ALTER TABLE ledger_checkpoint DISABLE TRIGGER USER"
        )
        session.execute(text(off))
        session.execute(text("UPDATE ledger_checkpoint SET text = :said"), {"said": said})
        if not of_sqlite:
            session.execute(text("ALTER TABLE ledger_checkpoint ENABLE TRIGGER USER"))

    await database.write(spoil)
    await say(database, "a", 4, 6)
    with pytest.raises(LogRewritten, match="cannot be read"):
        await ours.seal()
    assert await database.read(waiting_since) is None
    assert await database.read(log_tree.size) == 6


async def test_an_end_is_signed_as_one_also_when_somebody_asked_just_then(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("activities.sequencing.AT_ONCE", 5)
    ours = sequencer(database, tmp_path)
    await say(database, "a", 1, 3)
    await say(database, "b", 1, 1, "initiative.ended")
    await say(database, "c", 1, 8)
    assert (await ours.seal()).checkpoint.size == 12
    assert await signed(database) == [(5, Why.ENDED), (12, Why.ASKED)]
