"""CPU of a ledger entry: written down, hashed and inserted; against the bare insert of the same row."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from bench.measures import Figures
from bench.rehearsal import Rehearsal, charter
from bench.sizes import Size
from bench.turns import middle, ratio
from domain.ledger.entries import Entry, decode, encode
from domain.phases.need_identification.commands import NothingToRaise
from models.append import STREAM, Proposal, append
from models.engine import Database
from models.migrate import upgrade
from models.tables import LedgerEntry
from models.tables.base import rows_of
from models.vault import Vault

Row = dict[str, Any]


async def measure(size: Size) -> Figures:
    """Microseconds of CPU an entry, when the entries of many answers are appended at once."""
    seats = size.of(200, 10)
    turns = [_turn(seats) for _ in range(size.pairs + 1)][1:]
    mine, raw, whole = zip(*turns, strict=True)
    return {
        "entries": 2 * seats,
        "entry_us": middle(mine),
        "raw_row_us": middle(raw),
        "append_us": middle(whole),
        "ratio": ratio(mine, raw),
    }


def _turn(seats: int) -> tuple[float, float, float]:
    """CPU µs an entry: of the ledger's own work, of raw rows, and of the whole append with its read model."""
    run = Rehearsal(charter(seats), datetime.now(UTC))
    opening = tuple(run.entries)
    answers = tuple(entry for seat in run.initiative.seats for entry in run.seat_says(seat, NothingToRaise()))
    with tempfile.TemporaryDirectory(prefix="talkoot-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'talkoot.db'}"
        upgrade(url)
        database, vault = Database.open(url), Vault(b"v" * 32)
        database.write_now(lambda session: append(session, vault, Proposal(run.initiative.id, 0, opening)))
        proposal = Proposal(run.initiative.id, opening[-1].seq, answers)
        whole = database.write_now(lambda session: _cpu(lambda: append(session, vault, proposal)))
        mine = database.write_now(lambda session: _cpu(lambda: _written(session, answers)))
        database.close_now()
        raw = _raw(Path(folder) / "raw.db", [_row("raw", entry) for entry in answers])
    return mine / len(answers), raw / len(answers), whole / len(answers)


def _written(session: Session, entries: tuple[Entry, ...]) -> None:
    """What the ledger alone asks for: each entry written down and hashed once, and inserted (under another stream)."""
    again = [_again(entry) for entry in entries]
    session.execute(insert(rows_of(LedgerEntry)), [_row("again", entry) for entry in again])


def _again(entry: Entry) -> Entry:
    return encode(
        decode(entry.text), stream=STREAM + "again", prev=entry.leaf_hash, model="bench@1.0.0", command_key=None
    )


def _row(stream: str, entry: Entry) -> Row:
    said = {"stream": stream, "seq": entry.seq, "bytes_text": entry.text, "leaf_hash": entry.leaf_hash}
    return {**said, "type": "nothing.raised", "time": datetime.now(UTC), "command_key": None}


def _raw(file: Path, rows: list[Row]) -> float:
    """CPU µs of inserting the rows with the driver alone."""
    plain = [(*list(row.values())[:5], row["time"].isoformat(), None) for row in rows]
    database = sqlite3.connect(file, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    columns = "stream TEXT, seq INTEGER, bytes_text TEXT, leaf_hash TEXT, type TEXT, time TEXT, command_key TEXT"
    database.execute(f"CREATE TABLE entry ({columns}, PRIMARY KEY (stream, seq), UNIQUE (stream, command_key))")
    database.execute("BEGIN IMMEDIATE")
    spent = _cpu(lambda: database.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", plain))
    database.execute("COMMIT")
    database.close()
    return spent


def _cpu(work: Callable[[], object]) -> float:
    before = time.thread_time()
    work()
    return 1e6 * (time.thread_time() - before)
