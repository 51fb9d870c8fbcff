"""Streams that several processes write: whoever adds to one locks its head first, and moves it before it commits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select, update
from sqlmodel import Session

from domain.ledger.chain import Head
from domain.ledger.entries import GENESIS
from models.dialects import insert_many_unless_there
from models.prepared import Prepared
from models.tables import LedgerEntry, StreamHead
from models.tables.base import rows_of

_head, _entry = rows_of(StreamHead).c, rows_of(LedgerEntry).c
_LOCK = select(_head.stream, _head.seq, _head.hash).order_by(_head.stream).with_for_update()
_TIMES = select(_entry.stream, _entry.time).join(
    rows_of(StreamHead), and_(_entry.stream == _head.stream, _entry.seq == _head.seq)
)
_MOVE = Prepared(
    update(rows_of(StreamHead))
    .where(_head.stream == bindparam("of"))
    .values(seq=bindparam("to_seq"), hash=bindparam("to_hash"))
)


@dataclass(frozen=True)
class Last:
    """The last entry of a stream, and when it was written; None for a stream without any."""

    head: Head
    at: datetime | None

    def next_at(self, now: datetime) -> datetime:
        """When an entry that is written now is: time never falls from one entry to the next, whatever clocks do."""
        return max(now, self.at) if self.at else now


def locked(session: Session, streams: Collection[str]) -> dict[str, Last]:
    """Where these streams end; nobody else moves them before the end of this transaction. All lock in one order, so
    that two never wait for each other.
    """
    names = sorted(streams)
    insert_many_unless_there(session, StreamHead, [{"stream": name, "seq": 0, "hash": GENESIS} for name in names])
    of_them = _head.stream.in_(names)
    heads = {stream: Head(seq, leaf) for stream, seq, leaf in session.execute(_LOCK.where(of_them))}
    times = dict(session.execute(_TIMES.where(of_them)).all())
    return {stream: Last(head, times.get(stream)) for stream, head in heads.items()}


def move(session: Session, heads: Mapping[str, Head]) -> None:
    """Note where these streams end now."""
    rows = [{"of": stream, "to_seq": head.seq, "to_hash": head.hash} for stream, head in heads.items()]
    _MOVE.run_for_each(session, rows)
