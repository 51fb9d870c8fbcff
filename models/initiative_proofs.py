"""Proofs for all entries of an initiative at once: each stands in the log of a checkpoint, as its bytes are now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlmodel import Session

from domain.ledger import merkle
from domain.ledger.chain import Broken
from domain.ledger.checkpoints import Checkpoint
from domain.ledger.merkle import inclusion_nodes, is_included
from models import log_tree
from models.tables import LedgerEntry, LogIndex, WaitingEntry
from models.tables.base import rows_of

AT_ONCE = 500

_index, _entry, _waiting = (rows_of(one).c for one in (LogIndex, LedgerEntry, WaitingEntry))
_STORED = select(func.count()).where(_entry.stream.in_(bindparam("streams", expanding=True)))
_PLACED = (
    select(_index.idx, _index.stream, _index.seq, _entry.bytes_text)
    .join(rows_of(LedgerEntry), and_(_entry.stream == _index.stream, _entry.seq == _index.seq), isouter=True)
    .where(
        _index.stream.in_(bindparam("streams", expanding=True)),
        _index.idx > bindparam("after"),
        _index.idx < bindparam("size"),
    )
    .order_by(_index.idx)
    .limit(AT_ONCE)
)
_WITHIN = select(func.count()).where(
    _index.stream.in_(bindparam("streams", expanding=True)), _index.idx < bindparam("size")
)
_WAIT = select(func.count()).where(_waiting.stream.in_(bindparam("streams", expanding=True)))


@dataclass(frozen=True)
class Placed:
    """How many entries were proven to be in the log, and the first that is not what the log holds, if there is one."""

    proven: int
    fault: Broken | None


def stored(session: Session, streams: Sequence[str]) -> int:
    """How many entries these streams have."""
    return int(session.execute(_STORED, {"streams": streams}).scalar_one())


def within(session: Session, streams: Sequence[str], size: int) -> int:
    """How many of them the log of this size holds."""
    return int(session.execute(_WITHIN, {"streams": streams, "size": size}).scalar_one())


def lost(session: Session, streams: Sequence[str]) -> int:
    """How many of them neither have a place in the log as it stands nor wait for one: none, unless somebody took them
    out of it.
    """
    waiting = int(session.execute(_WAIT, {"streams": streams}).scalar_one())
    return max(0, stored(session, streams) - within(session, streams, log_tree.size(session)) - waiting)


def placed(session: Session, streams: Sequence[str], checkpoint: Checkpoint) -> Placed:
    """Lead each entry of these streams that the checkpoint's log holds to its root, by a proof from the tree at rest.
    Raises LogIncomplete.
    """
    proven, after = 0, -1
    while True:
        given = {"streams": streams, "after": after, "size": checkpoint.size}
        page = session.execute(_PLACED, given).all()
        for row, path in zip(page, _paths(session, page, checkpoint.size), strict=True):
            if row.bytes_text is None or not _leads(row, path, checkpoint):
                return Placed(proven, Broken(row.stream, row.seq, "it is not what the log holds"))
            proven += 1
        if len(page) < AT_ONCE:
            return Placed(proven, None)
        after = page[-1].idx


def _paths(session: Session, page: Sequence[Any], size: int) -> list[list[bytes]]:
    parts = [inclusion_nodes(row.idx, size) for row in page]
    read = log_tree.reader(session, sorted({node for path in parts for part in path for node in part}))
    return [merkle.proof(path, read) for path in parts]


def _leads(row: Any, path: Sequence[bytes], checkpoint: Checkpoint) -> bool:
    leaf = merkle.leaf(row.bytes_text.encode())
    return is_included(leaf, row.idx, checkpoint.size, path, checkpoint.root)
