"""Large ledgers to measure on: streams as three phases of an initiative with 30 seats leave them, and their log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import insert
from sqlmodel import Session

from bench.playing import convene, identify_needs, plan_jointly
from bench.rehearsal import Rehearsal, charter
from domain.ledger.canonical import canonical
from domain.ledger.entries import GENESIS, leaf_hash
from models import log_checkpoints
from models.append import STREAM, Proposal, append
from models.engine import Database
from models.log_checkpoints import Why
from models.log_sequencing import sequence
from models.migrate import upgrade
from models.signing import Signer
from models.tables import Initiative, LedgerEntry
from models.tables.base import rows_of
from models.vault import Vault

SEATS, NEEDS, ACTIVITIES = 30, 10, 5
KEY = b"s" * 32
"""What signs them."""
AT_ONCE = 20_000  # rows of an insert


def filled(file: Path, least: int) -> int:
    """Fill a database with at least so many entries, each with its place in the log, which is signed; how many."""
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
    while database.write_now(_sequenced):
        pass
    signer, now = Signer("bench.example", KEY), datetime.now(UTC)
    database.write_now(lambda session: log_checkpoints.sign(session, signer, now, Why.ASKED))
    database.close_now()
    return streams * len(run.entries)


def _sequenced(session: Session) -> int:
    done = sequence(session, limit=AT_ONCE)
    return done.indexed if done else 0


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
