"""The log read again in parts: the tree is built anew from the entries and compared with what is kept of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Column, Select, and_, bindparam, func, select
from sqlmodel import Session

from domain.ledger.merkle import Node, folded, full_nodes, parent
from domain.ledger.tiles import HEIGHT
from models import log_checkpoints
from models.tables import LedgerEntry, LogIndex, LogNode, WaitingEntry
from models.tables.base import rows_of

LEVELS = 16
PART = 1 << LEVELS
"""Entries of a part; a full one is a node of the tree."""

_index, _entry, _node, _waiting = (rows_of(one).c for one in (LogIndex, LedgerEntry, LogNode, WaitingEntry))
_ROWS = (
    select(_index.idx, _index.stream, _index.seq, _index.leaf_hash, _entry.leaf_hash)
    .join(rows_of(LedgerEntry), and_(_entry.stream == _index.stream, _entry.seq == _index.seq), isouter=True)
    .where(_index.idx >= bindparam("first"), _index.idx < bindparam("end"))
    .order_by(_index.idx)
)
_WAITS = and_(_entry.stream == _waiting.stream, _entry.seq == _waiting.seq)
_LOST = (
    select(_waiting.stream, _waiting.seq)
    .join(rows_of(LedgerEntry), _WAITS, isouter=True)
    .where(_entry.seq.is_(None))
    .order_by(_waiting.id)
    .limit(1)
)
_KEPT = select(_node.position, _node.hash).where(
    _node.level == bindparam("level"), _node.position >= bindparam("first"), _node.position < bindparam("end")
)


@dataclass
class Part:
    """What was found of the entries from `first` up to `end`: the full subtrees that they make, those up to the size of
    each checkpoint in between, the first and last number of each stream, and the first entry that does not hold.
    """

    first: int
    end: int
    subtrees: list[bytes] = field(default_factory=list)
    at: dict[int, list[bytes]] = field(default_factory=dict)
    streams: dict[str, tuple[int, int]] = field(default_factory=dict)
    fault: tuple[int, str] | None = None


def read_part(session: Session, first: int, end: int) -> Part:
    """Read the entries from `first` (of a full part) up to `end`, and compare all that is kept about them."""
    found, leaves = Part(first, end), list[bytes]()
    for idx, stream, seq, leaf, of_entry in session.execute(_ROWS, {"first": first, "end": end}):
        found.fault = _fault(found, first + len(leaves), idx, stream, seq, leaf, of_entry)
        if found.fault is not None:
            return found
        leaves.append(bytes.fromhex(leaf))
    if len(leaves) != end - first:
        found.fault = first + len(leaves), "it is missing from the log"
        return found
    rows = _rows(leaves)
    found.fault = _kept_otherwise(session, first, rows)
    found.subtrees = _subtrees(rows, end - first)
    for kept in log_checkpoints.after(session, first, end):
        found.at[kept.size] = _subtrees(rows, kept.size - first)
    return found


def _fault(
    found: Part, due: int, idx: int, stream: str, seq: int, leaf: str, entry: str | None
) -> tuple[int, str] | None:
    if idx != due:
        return due, "it is missing from the log"
    if entry is None:
        return idx, f"entry {seq} of {stream} is missing"
    if entry != leaf:
        return idx, f"the log holds another hash of entry {seq} of {stream}"
    begun = found.streams.get(stream)
    if begun is not None and begun[1] + 1 != seq:
        return idx, f"entry {seq} of {stream} stands where {begun[1] + 1} belongs"
    found.streams[stream] = (begun[0] if begun else seq, seq)
    return None


def _rows(leaves: list[bytes]) -> list[list[bytes]]:
    """All full subtrees over these leaves, level by level."""
    rows = [leaves]
    while len(rows[-1]) > 1:
        row = rows[-1]
        rows.append([parent(row[one], row[one + 1]) for one in range(0, len(row) - 1, 2)])
    return rows


def _subtrees(rows: list[list[bytes]], size: int) -> list[bytes]:
    return [rows[node.level][node.position] for node in full_nodes(0, size)]


def _kept_otherwise(session: Session, first: int, rows: list[list[bytes]]) -> tuple[int, str] | None:
    for level in range(HEIGHT, len(rows), HEIGHT):
        if fault := _row_kept_otherwise(session, level, first >> level, rows[level]):
            return fault
    return None


def _row_kept_otherwise(session: Session, level: int, begin: int, made: list[bytes]) -> tuple[int, str] | None:
    given = {"level": level, "first": begin, "end": begin + len(made)}
    kept = {position: hash_ for position, hash_ in session.execute(_KEPT, given)}  # noqa: C416 - as below
    for position, one in enumerate(made, begin):
        if kept.get(position) != one.hex():
            return Node(level, position).first, f"the hash of level {level} over it is kept otherwise"
    return None


def roots(parts: Sequence[Part]) -> dict[int, bytes]:
    """The root at the size of each checkpoint within these parts, which are all of the log, and at its end."""
    full, found = [part.subtrees[0] for part in parts[:-1]], dict[int, bytes]()
    for number, part in enumerate(parts):
        before = _subtrees(_rows(full[:number]), number) if number else []
        for size, subtrees in {**part.at, part.end: part.subtrees}.items():
            found[size] = folded([*before, *subtrees])
    return found


def between(session: Session, parts: Sequence[Part]) -> tuple[int, str] | None:
    """What does not hold from one part to the next: a stream that does not go on, or a node over several parts."""
    reached = dict[str, int]()
    for part in parts:
        for stream, (begins, ends) in part.streams.items():
            if begins != reached.get(stream, 0) + 1:
                return part.first, f"entry {begins} of {stream} stands where {reached.get(stream, 0) + 1} belongs"
            reached[stream] = ends
    rows = _rows([part.subtrees[0] for part in parts if part.end - part.first == PART])
    for higher in range(HEIGHT, len(rows), HEIGHT):
        if fault := _row_kept_otherwise(session, LEVELS + higher, 0, rows[higher]):
            return fault
    return None


def unindexed(session: Session) -> tuple[str, int] | None:
    """The first entry of a stream that is not in the log and does not wait for it; None if there is none. All is seen
    at one moment, so that a log that goes on meanwhile hides nothing.
    """
    stored, placed = _counted(session, _count(_entry.stream)), _counted(session, _count(_index.stream))
    waiting = _counted(session, _count(_waiting.stream).join(rows_of(LedgerEntry), _WAITS))
    for stream in sorted(stored):
        if stored[stream] > placed.get(stream, 0) + waiting.get(stream, 0):
            return stream, placed.get(stream, 0) + 1
    return None


def without_entry(session: Session) -> tuple[str, int] | None:
    """The first entry that waits for its place and is not in the ledger; None if there is none."""
    found = session.execute(_LOST).first()
    return (found.stream, found.seq) if found else None


def _count(stream: Column[str]) -> Select[str, int]:
    return select(stream, func.count()).group_by(stream)


def _counted(session: Session, counting: Select[str, int]) -> dict[str, int]:
    return {stream: number for stream, number in session.execute(counting)}  # noqa: C416 - no pairs to the type checker
