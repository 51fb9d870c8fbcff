"""The sequencer: it alone gives the entries of all streams their places in one log, without gaps and for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, insert, select
from sqlmodel import Session

from domain.events import InitiativeEnded
from domain.ledger.tiles import grown
from models import dialects, log_tree
from models.prepared import Prepared
from models.tables import LedgerEntry, LogIndex, LogNode, WaitingEntry
from models.tables.base import rows_of

LOCK = 1_952_541_803
"""Who holds it gives indexes and signs. SQLite, where one transaction writes at a time, needs none."""

_waiting, _entry, _index = rows_of(WaitingEntry).c, rows_of(LedgerEntry).c, rows_of(LogIndex).c
_IS_OF = and_(_entry.stream == _waiting.stream, _entry.seq == _waiting.seq)
"""A row without its entry, which somebody has taken away, gets no place and stays: `talkoot verify` names it."""
_WAITING = (
    select(_waiting.id, _waiting.stream, _waiting.seq, _entry.leaf_hash, _entry.type)
    .join(rows_of(LedgerEntry), _IS_OF)
    .order_by(_waiting.id)
    .limit(bindparam("most"))
)
_OLDEST = select(_waiting.since).join(rows_of(LedgerEntry), _IS_OF).order_by(_waiting.id).limit(1)
_ENDED = (
    select(_index.idx)
    .join(rows_of(LedgerEntry), and_(_entry.stream == _index.stream, _entry.seq == _index.seq))
    .where(_index.idx >= bindparam("first"), _entry.type == InitiativeEnded.KIND)
    .limit(1)
)
_INDEX, _KEEP = Prepared(insert(rows_of(LogIndex))), Prepared(insert(rows_of(LogNode)))
_TAKE = delete(rows_of(WaitingEntry)).where(_waiting.id.in_(bindparam("taken", expanding=True)))


@dataclass(frozen=True)
class Pass:
    """What one pass did: how many entries got an index, how many there are now, and whether an initiative ended."""

    indexed: int
    size: int
    ended: bool = False


def waiting_since(session: Session) -> datetime | None:
    """Since when the entry waits for its index that waits longest; None if none does."""
    return session.execute(_OLDEST).scalars().first()


def ended_since(session: Session, size: int) -> bool:
    """Whether an initiative has ended by an entry that a log of this size does not hold."""
    return session.execute(_ENDED, {"first": size}).first() is not None


def sequence(session: Session, *, limit: int, wait: bool = False) -> Pass | None:
    """Give up to `limit` entries the next indexes, in the order in which they were added, so that those of a stream
    keep theirs. None if somebody else is at it; with `wait`, that is waited for. A few statements, whatever the limit,
    and one transaction: killed anywhere in it, nothing of it has happened. Raises LogIncomplete.
    """
    if not dialects.lock_is_ours(session, LOCK, wait=wait):
        return None
    size = log_tree.size(session)
    found = session.execute(_WAITING, {"most": limit}).all()
    if not found:
        return Pass(0, size)
    _add(session, size, found)
    session.execute(_TAKE, {"taken": [row.id for row in found]})
    return Pass(len(found), size + len(found), any(row.type == InitiativeEnded.KIND for row in found))


def _add(session: Session, size: int, found: Sequence[Any]) -> None:
    leaves = [bytes.fromhex(row.leaf_hash) for row in found]
    nodes = grown(size, log_tree.tails(session, size), leaves)
    rows = [
        {"idx": size + place, "leaf_hash": row.leaf_hash, "stream": row.stream, "seq": row.seq}
        for place, row in enumerate(found)
    ]
    _INDEX.run_for_each(session, rows)
    if nodes:
        kept = [{"level": node.level, "position": node.position, "hash": one.hex()} for node, one in nodes.items()]
        _KEEP.run_for_each(session, kept)
