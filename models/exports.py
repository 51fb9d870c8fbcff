"""Entries for exports, read a page at a time, each in a transaction of its own: what is read never changes.

Memory holds one page of each of the two streams of one initiative, whatever the size of the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import merge
from operator import attrgetter

from sqlalchemy import and_, bindparam, select
from sqlmodel import Session, col
from sqlmodel import select as rows

from domain.correspondence.accounts import STREAM as LETTERS
from domain.exports.exported import Exported
from models.append import STREAM
from models.engine import Database
from models.tables import Initiative, LedgerEntry, LogIndex
from models.tables.base import rows_of

PAGE = 500

_index, _entry = rows_of(LogIndex).c, rows_of(LedgerEntry).c
_OF_STREAM = (
    select(_index.idx, _index.seq, _index.leaf_hash, _entry.bytes_text)
    .join(rows_of(LedgerEntry), and_(_entry.stream == _index.stream, _entry.seq == _index.seq))
    .where(_index.stream == bindparam("of"), _index.seq > bindparam("after"), _index.idx < bindparam("size"))
    .order_by(_index.seq)
    .limit(bindparam("most"))
)
Sees = Callable[[Session, Initiative], bool]
"""Whether somebody may see an initiative."""


@dataclass(frozen=True)
class Ledgers:
    """What the ledger tells, as the log stood when it had `size` entries."""

    database: Database
    size: int

    def entries(self, initiative: str) -> Iterator[Exported]:
        """The entries of an initiative and of its letters, in order of time; at one instant, the initiative's first.
        Raises DatabaseAway.
        """
        streams = (self._stream(STREAM + initiative), self._stream(LETTERS + initiative))
        return merge(*streams, key=attrgetter("order"))

    def initiatives(self, sees: Sees) -> Iterator[str]:
        """The ids of the initiatives that somebody may see, in order. Raises DatabaseAway."""
        after = ""
        while True:
            last, seen = self.database.read_now(lambda session, a=after: _seen(session, a, sees))  # type: ignore[misc]
            yield from seen
            if last is None:
                return
            after = last

    def _stream(self, stream: str) -> Iterator[Exported]:
        after = 0
        while True:
            asked = {"of": stream, "after": after, "size": self.size, "most": PAGE}
            page = self.database.read_now(lambda session, a=asked: session.execute(_OF_STREAM, a).all())  # type: ignore[misc]
            for row in page:
                yield Exported.of(row.bytes_text, row.idx, row.leaf_hash)
            if len(page) < PAGE:
                return
            after = page[-1].seq


def _seen(session: Session, after: str, sees: Sees) -> tuple[str | None, list[str]]:
    """Of the next page of initiatives those that may be seen, and the last one of it; None after the last page."""
    query = rows(Initiative).where(col(Initiative.id) > after).order_by(col(Initiative.id)).limit(PAGE)
    page = session.exec(query).all()
    return page[-1].id if len(page) == PAGE else None, [row.id for row in page if sees(session, row)]
