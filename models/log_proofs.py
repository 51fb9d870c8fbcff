"""Proofs from the log at rest: that an entry is in it, that an older log is its beginning. A few rows each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, select, tuple_
from sqlmodel import Session

from domain.ledger import merkle
from domain.ledger.merkle import Node, consistency_nodes, inclusion_nodes
from models import log_tree
from models.tables import LedgerEntry, LogIndex
from models.tables.base import rows_of

AT_ONCE = 1_000

_index, _entry = rows_of(LogIndex).c, rows_of(LedgerEntry).c
_PLACE = select(_index.idx, _index.leaf_hash).where(_index.stream == bindparam("of"), _index.seq == bindparam("number"))
_IN_ORDER = (
    select(_index.idx, _index.stream, _index.seq, _index.leaf_hash, _entry.bytes_text)
    .join(rows_of(LedgerEntry), and_(_entry.stream == _index.stream, _entry.seq == _index.seq), isouter=True)
    .where(_index.idx >= bindparam("first"), _index.idx < bindparam("end"))
    .order_by(_index.idx)
)


class NotInLog(LookupError):
    """The log of this size does not hold the entry, or there is no log of this size yet."""


@dataclass(frozen=True)
class Place:
    """Where an entry stands in the log, and the hash it stands there with."""

    index: int
    leaf_hash: bytes


@dataclass(frozen=True)
class Indexed:
    """An entry in the order of the log. `text` is as it was hashed; None when the entry itself is missing."""

    index: int
    stream: str
    seq: int
    leaf_hash: bytes
    text: str | None


def place(session: Session, stream: str, seq: int) -> Place | None:
    """Where an entry stands; None while it waits for its index, or if there is none."""
    found = session.execute(_PLACE, {"of": stream, "number": seq}).first()
    return Place(found.idx, bytes.fromhex(found.leaf_hash)) if found else None


def indexes(session: Session, entries: Collection[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """Where these entries stand, each given by its stream and number; those that wait for their index are not there."""
    if not entries:
        return {}
    found = session.execute(
        select(_index.stream, _index.seq, _index.idx).where(tuple_(_index.stream, _index.seq).in_(entries))
    )
    return {(row.stream, row.seq): row.idx for row in found}


def inclusion(session: Session, stream: str, seq: int, size: int) -> list[bytes]:
    """The proof that an entry stands at its `place` in the log of this size. Raises NotInLog, LogIncomplete."""
    found = place(session, stream, seq)
    if found is None:
        raise NotInLog(f"entry {seq} of {stream} has no place in the log")
    return inclusion_of(session, found.index, size)


def inclusion_of(session: Session, index: int, size: int) -> list[bytes]:
    """The same for the entry at an index."""
    _require_size(session, size)
    if index >= size:
        raise NotInLog(f"the log of {size} entries ends before index {index}")
    return _proof(session, inclusion_nodes(index, size))


def consistency(session: Session, old: int, new: int) -> list[bytes]:
    """The proof that the log of `old` entries is the beginning of the one of `new`. Raises NotInLog, LogIncomplete."""
    if not 0 <= old <= new:
        raise NotInLog(f"a log of {old} entries is no beginning of one of {new}")
    _require_size(session, new)
    return _proof(session, consistency_nodes(old, new))


def in_order(session: Session, first: int, end: int) -> Iterator[Indexed]:
    """The entries from index `first` up to `end`, in order, a thousand a statement."""
    for begin in range(first, end, AT_ONCE):
        given = {"first": begin, "end": min(begin + AT_ONCE, end)}
        for row in session.execute(_IN_ORDER, given):
            yield Indexed(row.idx, row.stream, row.seq, bytes.fromhex(row.leaf_hash), row.bytes_text)


def _require_size(session: Session, size: int) -> None:
    stands = log_tree.size(session)
    if size > stands:
        raise NotInLog(f"the log has {stands} entries, not yet {size}")


def _proof(session: Session, parts: Sequence[Sequence[Node]]) -> list[bytes]:
    return merkle.proof(parts, log_tree.reader(session, [node for part in parts for node in part]))
