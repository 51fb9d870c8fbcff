"""The read model folded again: the rows of an initiative as its ledger alone adds up to them, held against those that
stand there, or put in their place.

Whole rows follow from the ledger in `initiative`, `obligation` and `acting`. Of a letter what it is about follows, and
when it is due (`DERIVED`); what became of it does not: that is what channels and people did with it, its links and
leases, and the accounts in the stream `letters:<initiative>` are held against it by the balance of letters. Letters to
senders of an open call follow from what is held at the door, which no ledger tells before it is taken in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, SQLModel, col, select

from domain.ledger.entries import Entry, decode
from domain.letter import CALLED, UNDELIVERED
from domain.obligations import ObligationState
from models.append import STREAM, entries_after
from models.projected_rows import Row
from models.projection import project
from models.tables import Acting, Initiative, Letter, Obligation
from models.tables.base import rows_of

DERIVED = ("id", "initiative_id", "obligation_id", "actor", "kind", "step", "due_at")
"""The columns of a letter that follow from the ledger."""

Rows = dict[tuple[str, ...], Row]
WHOLE: tuple[type[SQLModel], ...] = (Initiative, Obligation, Acting)


@dataclass(frozen=True)
class Differing:
    """A row that is not what the ledger adds up to: its table and key, and the columns with what stands there and what
    should. Without columns it is missing, or one too many.
    """

    table: str
    key: tuple[str, ...]
    columns: Mapping[str, tuple[Any, Any]]
    missing: bool = False

    @property
    def said(self) -> str:
        """The difference in a line; values are ids, words and times."""
        if self.columns:
            what = "; ".join(f"{name} is {stands}, not {should}" for name, (stands, should) in self.columns.items())
        else:
            what = "is missing" if self.missing else "does not follow from the ledger"
        return f"{self.table} {' '.join(self.key)}: {what}"


def rebuilt(initiative: str, entries: tuple[Entry, ...]) -> dict[type[SQLModel], Rows]:
    """The rows of an initiative that its entries add up to, by table and key; of letters the derived columns."""
    changes = project(initiative, [decode(entry.text) for entry in entries])
    dues = [row["due"] for row in changes.opened.values() if row["state"] is ObligationState.OPEN]
    head = {"id": initiative, "head_seq": entries[-1].seq, "head_hash": entries[-1].leaf_hash}
    head |= {"next_due": min(dues, default=None)}
    empty = dict.fromkeys(_columns(Initiative))
    acting = (
        {"initiative_id": initiative, "seat": seat, "position": position, "actor": actor}
        for seat, line in changes.lines.items()
        for position, actor in line.items()
    )
    letters: Rows = {}
    for row in changes.letters:
        letters.setdefault((row["id"],), {name: row[name] for name in DERIVED})
    return {
        Initiative: {(initiative,): empty | changes.columns | head},
        Obligation: _by_key(Obligation, changes.opened.values()),
        Acting: _by_key(Acting, acting),
        Letter: letters,
    }


def compared(session: Session, initiative: str) -> list[Differing]:
    """Where the rows of an initiative differ from what its ledger adds up to; empty when they are equal."""
    entries = entries_after(session, STREAM + initiative, 0)
    if not entries:
        return [Differing(str(Initiative.__tablename__), (initiative,), {})]
    should = rebuilt(initiative, entries)
    return [
        found
        for table, rows in should.items()
        for found in _against(table, _standing(session, table, initiative), rows)
    ]


def refold(session: Session, initiative: str) -> list[Differing]:
    """Drop the rows that follow whole from the ledger and write them anew, with the letters that are missing left to
    the next that falls due. What differed before. The initiative is locked: no append comes between.
    """
    session.get(Initiative, initiative, with_for_update=True)
    differing = compared(session, initiative)
    entries = entries_after(session, STREAM + initiative, 0)
    for table, rows in rebuilt(initiative, entries).items() if entries else ():
        if table in WHOLE:
            session.execute(delete(table).where(_of(table, initiative)))
            if rows:
                session.execute(insert(rows_of(table)), list(rows.values()))
    return differing


def _against(table: type[SQLModel], standing: Rows, should: Rows) -> Iterator[Differing]:
    name = str(table.__tablename__)
    for key in sorted(standing.keys() | should.keys()):
        if key not in standing or key not in should:
            yield Differing(name, key, {}, missing=key not in standing)
        elif columns := {
            column: (standing[key][column], value)
            for column, value in should[key].items()
            if standing[key][column] != value
        }:
            yield Differing(name, key, columns)


def _standing(session: Session, table: type[SQLModel], initiative: str) -> Rows:
    columns = rows_of(table).c
    names = DERIVED if table is Letter else _columns(table)
    query = select(*(columns[name] for name in names)).where(_of(table, initiative))
    if table is Letter:
        query = query.where(col(Letter.kind).not_in((CALLED, UNDELIVERED)))  # of these no ledger tells
    return _by_key(table, (dict(zip(names, row, strict=True)) for row in session.execute(query)))


def _by_key(table: type[SQLModel], rows: Any) -> Rows:
    keys = [column.name for column in rows_of(table).primary_key]
    return {tuple(str(row[name]) for name in keys): dict(row) for row in rows}


def _columns(table: type[SQLModel]) -> list[str]:
    return [column.name for column in rows_of(table).c]


def _of(table: type[SQLModel], initiative: str) -> Any:
    return rows_of(table).c["id" if table is Initiative else "initiative_id"] == initiative
