"""The log: one order over all streams, whoever writes, is killed or gives up."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from domain.ledger.chain import Head
from domain.ledger.entries import GENESIS, leaf_hash
from domain.ledger.merkle import is_consistent, is_included
from models import log_proofs, log_tree, stream_heads
from models.engine import Database
from models.log_sequencing import Pass, sequence, waiting_since
from models.tables import LedgerEntry, LogIndex, LogNode, WaitingEntry
from models.tables.base import rows_of
from tests.fixtures import naive_merkle
from tests.fixtures.profiles import CAMPAIGN

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


class Abort(Exception):
    """What a test gives up with."""


def entry(stream: str, seq: int, kind: str = "test.said") -> dict[str, object]:
    said = f'{{"stream":"{stream}","seq":{seq}}}'
    place = {"stream": stream, "seq": seq, "type": kind, "time": NOW, "command_key": None}
    return {**place, "bytes_text": said, "leaf_hash": leaf_hash(said)}


def write(session: Session, *rows: dict[str, object]) -> None:
    session.execute(insert(rows_of(LedgerEntry)), rows)


def added(session: Session, stream: str, number: int) -> None:
    """Add entries to a stream that several write, as the house does."""
    last = stream_heads.locked(session, [stream])[stream].head
    rows = [entry(stream, last.seq + 1 + place) for place in range(number)]
    write(session, *rows)
    stream_heads.move(session, {stream: Head(last.seq + number, GENESIS)})


async def sequenced(database: Database, limit: int = 500) -> Pass | None:
    return await database.write(lambda session: sequence(session, limit=limit))


async def the_log(database: Database) -> Sequence[LogIndex]:
    return await database.read(lambda session: session.exec(select(LogIndex).order_by(col(LogIndex.idx))).all())


async def require_whole(database: Database, streams: dict[str, int]) -> None:
    """Indexes 0..n-1, each entry once, those of a stream in its order; and the tree is the one over them."""
    log = await the_log(database)
    assert [row.idx for row in log] == list(range(len(log)))
    for stream, entries in streams.items():
        assert [row.seq for row in log if row.stream == stream] == list(range(1, entries + 1)), stream
    assert len(log) == sum(streams.values())
    leaves = [str(entry(row.stream, row.seq)["bytes_text"]).encode() for row in log]
    assert await database.read(lambda session: log_tree.root(session, len(log))) == naive_merkle.tree_hash(leaves)
    nodes = await database.read(lambda session: session.exec(select(LogNode)).all())
    assert len(nodes) == len(log) // 16 + len(log) // 256 + len(log) // 4096
    assert await database.read(waiting_since) is None


async def test_entries_get_indexes_in_the_order_in_which_they_were_added(database: Database) -> None:
    await database.write(lambda session: write(session, entry("house", 1), entry("a", 1), entry("house", 2)))
    await database.write(lambda session: write(session, entry("a", 2)))
    assert await database.read(waiting_since) is not None
    assert await sequenced(database, limit=3) == Pass(3, 3)
    assert await sequenced(database) == Pass(1, 4)
    assert await sequenced(database) == Pass(0, 4)
    assert [(row.stream, row.seq) for row in await the_log(database)] == [
        ("house", 1),
        ("a", 1),
        ("house", 2),
        ("a", 2),
    ]
    await require_whole(database, {"house": 2, "a": 2})


async def test_the_end_of_an_initiative_is_told_by_the_pass_that_met_it(database: Database) -> None:
    await database.write(lambda session: write(session, entry("a", 1), entry("a", 2, "initiative.ended")))
    assert await sequenced(database, limit=1) == Pass(1, 1, ended=False)
    assert await sequenced(database) == Pass(1, 2, ended=True)


@pytest.mark.parametrize("batch", [1, 7, 16, 500])
async def test_the_tree_and_its_proofs_are_the_same_however_it_grew(database: Database, batch: int) -> None:
    size = 300
    await database.write(lambda session: write(session, *(entry("a", seq + 1) for seq in range(size))))
    while (done := await sequenced(database, limit=batch)) and done.indexed:
        pass
    await require_whole(database, {"a": size})
    leaves = [str(entry("a", seq + 1)["bytes_text"]).encode() for seq in range(size)]

    def prove(session: Session) -> None:
        root = log_tree.root(session, size)
        for seq in (1, 2, 16, 17, 255, 256, 257, 300):
            path = log_proofs.inclusion(session, "a", seq, size)
            assert path == naive_merkle.path(seq - 1, leaves)
            stands = log_proofs.place(session, "a", seq)
            assert stands is not None
            assert is_included(stands.leaf_hash, stands.index, size, path, root)
        for old in (1, 15, 16, 255, 256, 299):
            path = log_proofs.consistency(session, old, size)
            assert is_consistent(old, size, path, log_tree.root(session, old), root)
        said = [one.text for one in log_proofs.in_order(session, 3, 6)]
        assert said == [leaf.decode() for leaf in leaves[3:6]]
        with pytest.raises(log_proofs.NotInLog):
            log_proofs.inclusion(session, "a", 301, size)
        with pytest.raises(log_proofs.NotInLog):
            log_proofs.inclusion(session, "a", 200, 100)
        with pytest.raises(log_proofs.NotInLog):
            log_proofs.consistency(session, 1, 301)

    await database.read(prove)


async def test_eight_writers_some_of_which_give_up_leave_no_gap(database: Database) -> None:
    turns = 60 if CAMPAIGN else 12
    streams = {f"s{number % 3}": 0 for number in range(8)}
    done = asyncio.Event()

    async def writer(number: int) -> None:
        chance = random.Random(number)
        stream = f"s{number % 3}"
        for _ in range(turns):
            many, gives_up = chance.randint(1, 4), chance.random() < 0.3

            def work(session: Session, many: int = many, gives_up: bool = gives_up) -> None:
                added(session, stream, many)
                if gives_up:
                    raise Abort

            try:
                await database.write(work)
                streams[stream] += many
            except Abort:
                pass

    async def sequencer() -> None:
        while not done.is_set() or await database.read(lambda session: waiting_since(session) is not None):
            await sequenced(database, limit=5)

    passing = [asyncio.create_task(sequencer()) for _ in range(2)]
    await asyncio.gather(*map(writer, range(8)))
    done.set()
    await asyncio.gather(*passing)
    assert sum(streams.values()) > 50
    await require_whole(database, streams)


async def test_killed_at_any_statement_nothing_is_lost_doubled_or_in_another_order(database: Database) -> None:
    streams = {"a": 0, "b": 0}
    for stop in count():
        for stream in streams:
            await database.write(lambda session, stream=stream: added(session, stream, 9))  # type: ignore[misc]
            streams[stream] += 9

        def dying(session: Session, stop: int = stop) -> None:
            left = iter(range(stop))

            def statement(*_: object) -> None:
                if next(left, None) is None:
                    raise Abort

            event.listen(session.connection(), "before_cursor_execute", statement)
            sequence(session, limit=500)

        try:
            await database.write(dying)
        except Abort:
            await sequenced(database)  # the one that takes over
            await require_whole(database, streams)
        else:
            break
    assert stop >= 6
    await require_whole(database, streams)


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_while_one_is_at_it_another_lets_it_be(database: Database) -> None:
    await database.write(lambda session: write(session, entry("a", 1)))

    def while_held(session: Session) -> Pass | None:
        sequence(session, limit=1)
        other: Pass | None = database.write_now(lambda another: sequence(another, limit=1))
        return other

    assert await asyncio.to_thread(lambda: database.write_now(while_held)) is None
    await require_whole(database, {"a": 1})


@pytest.mark.parametrize("table", ["ledger_index", "ledger_node", "ledger_checkpoint"])
@pytest.mark.parametrize("attack", ["UPDATE {} SET {} = 7", "DELETE FROM {}"])
async def test_what_the_log_holds_can_be_neither_changed_nor_deleted(
    database: Database, table: str, attack: str
) -> None:
    column = {"ledger_index": "seq", "ledger_node": "level", "ledger_checkpoint": "size"}[table]
    row = {
        "ledger_index": "(idx, leaf_hash, stream, seq) VALUES (0, '', 'a', 1)",
        "ledger_node": "(level, position, hash) VALUES (4, 0, '')",
        "ledger_checkpoint": "(size, root, text, signed_at, reason) VALUES (1, '', '', '2026-01-01 00:00:00', 'time')",
    }[table]
    await database.write(lambda session: session.execute(text(f"INSERT INTO {table} {row}")))
    with pytest.raises(IntegrityError, match="only ever added"):
        await database.write(lambda session: session.execute(text(attack.format(table, column))))


async def test_what_waits_is_known_whoever_added_it(database: Database) -> None:
    await database.write(lambda session: write(session, entry("a", 1), entry("b", 1)))
    waiting = await database.read(lambda session: session.exec(select(WaitingEntry)).all())
    assert [(row.stream, row.seq) for row in waiting] == [("a", 1), ("b", 1)]
    assert all(abs((row.since - datetime.now(UTC)).total_seconds()) < 60 for row in waiting)
