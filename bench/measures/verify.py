"""`talkoot verify` on a large ledger, against reading and hashing the same entries without any question."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import insert
from sqlmodel import Session

from bench.measures import Figures
from bench.playing import convene, identify_needs, plan_jointly
from bench.rehearsal import Rehearsal, charter
from bench.sizes import Size
from bench.spawning import ROOT
from bench.turns import middle, ratio
from domain.ledger.canonical import canonical
from domain.ledger.entries import GENESIS, leaf_hash
from models.append import STREAM, Proposal, append
from models.engine import Database
from models.migrate import upgrade
from models.tables import Initiative, LedgerEntry
from models.tables.base import rows_of
from models.vault import Vault

SEATS, NEEDS, ACTIVITIES = 30, 10, 5
AT_ONCE = 20_000  # rows of an insert


async def measure(size: Size) -> Figures:
    """Seconds for all entries, in streams as three phases of an initiative with 30 seats leave them."""
    with tempfile.TemporaryDirectory(prefix="talkoot-bench-") as folder:
        file = Path(folder) / "talkoot.db"
        entries = _filled(file, size.stored)
        turns = [(_verified(Path(folder), entries), _recomputed(file, entries)) for _ in range(size.of(3, 1))]
    took, raw = zip(*turns, strict=True)
    return {"entries": entries, "seconds": middle(took), "recompute_seconds": middle(raw), "ratio": ratio(took, raw)}


def _verified(folder: Path, entries: int) -> float:
    command = "import sys; sys.argv[1:] = ['verify', '--json', '--data', sys.argv[1]]; from cli.main import run; run()"
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", command, str(folder)], cwd=ROOT, capture_output=True, check=True)
    took = time.monotonic() - began
    found = json.loads(done.stdout)
    assert found["entries"] == entries
    assert not found["broken"], found["broken"][:1]
    return took


def _recomputed(file: Path, entries: int) -> float:
    began = time.monotonic()
    rows = sqlite3.connect(file).execute("SELECT bytes_text, leaf_hash FROM ledger_entry ORDER BY stream, seq")
    assert sum(hashlib.sha256(b"\x00" + text.encode()).hexdigest() == leaf for text, leaf in rows) == entries
    return time.monotonic() - began


def _filled(file: Path, least: int) -> int:
    """Fill a database with at least so many entries; how many there are."""
    upgrade(f"sqlite:///{file}")
    database = Database.open(f"sqlite:///{file}")
    run = Rehearsal(charter(SEATS), datetime.now(UTC))
    seats = list(run.initiative.seats)
    identify_needs(run, seats, NEEDS)
    convene(run, seats)
    plan_jointly(run, seats, ACTIVITIES)
    proposal = Proposal(run.initiative.id, 0, tuple(run.entries))
    database.write_now(lambda session: append(session, Vault(b"v" * 32), proposal))
    streams = -(-least // len(run.entries))
    copied = _copies(run, streams - 1)
    while rows := list(islice(copied, AT_ONCE)):
        database.write_now(lambda session, rows=rows: session.execute(insert(rows_of(LedgerEntry)), rows))  # type: ignore[misc]
    database.write_now(lambda session: _initiatives(session, run.initiative.id, streams - 1))
    database.close_now()
    return streams * len(run.entries)


def _copies(run: Rehearsal, streams: int) -> Iterator[dict[str, object]]:
    """The rows of streams like this one, each with a chain of its own."""
    said = [json.loads(entry.text) for entry in run.entries]
    for number in range(streams):
        prev, stream = GENESIS, f"{STREAM}{_copy(number)}"
        for content in said:
            text = canonical(content | {"stream": stream, "prev": prev})
            prev = leaf_hash(text)
            yield {
                "stream": stream,
                "seq": content["seq"],
                "bytes_text": text,
                "leaf_hash": prev,
                "type": content["type"],
                "time": run.now,
                "command_key": None,
            }


def _initiatives(session: Session, like: str, copies: int) -> None:
    row = session.get_one(Initiative, like).model_dump()
    heads = session.connection().exec_driver_sql(
        "SELECT stream, seq, leaf_hash FROM ledger_entry WHERE seq = ?", (row["head_seq"],)
    )
    hashes = {stream.removeprefix(STREAM): leaf for stream, _, leaf in heads}
    rows = [row | {"id": _copy(n), "head_hash": hashes[_copy(n)]} for n in range(copies)]
    if rows:
        session.execute(insert(rows_of(Initiative)), rows)


def _copy(number: int) -> str:
    return f"i{number:015d}x"
