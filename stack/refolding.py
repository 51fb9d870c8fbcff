"""The read model of an installation held against its ledgers, one initiative at a time."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from models.append import STREAM
from models.engine import Database
from models.refolding import Differing, compared, refold
from models.tables import Initiative, LedgerEntry


@dataclass(frozen=True)
class Refolded:
    """How many initiatives were looked at, and by initiative each row that was not what its ledger adds up to."""

    initiatives: int
    differing: dict[str, list[Differing]]


async def refold_all(database: Database, *, write: bool) -> Refolded:
    """Hold every initiative's rows against its ledger, each at one moment; with `write` fold them again in its
    transaction. Safe beside a running stack: an append waits for it. Raises DatabaseAway.
    """
    every = await database.read(_initiatives)
    work = refold if write else compared
    on = database.write if write else database.read
    found = {one: await on(lambda session, one=one: work(session, one)) for one in every}  # type: ignore[misc]
    return Refolded(len(every), {one: differing for one, differing in found.items() if differing})


def _initiatives(session: Session) -> list[str]:
    """Those that have a row, and those of which only the ledger knows."""
    begun = select(LedgerEntry.stream).where(LedgerEntry.seq == 1, col(LedgerEntry.stream).startswith(STREAM))
    told = {stream.removeprefix(STREAM) for stream in session.exec(begun)}
    return sorted(told.union(session.exec(select(Initiative.id))))
