"""What was said in an initiative: entries of its ledger by kind, and by the seat that they were said for."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, select

from domain.correcting.effective import effective
from domain.correcting.events import EntrySuperseded
from domain.ledger.entries import Recorded, decode
from models.append import STREAM
from models.tables import LedgerEntry


def of_kinds(session: Session, initiative: str, kinds: Collection[str], *, seat: str | None = None) -> list[Recorded]:
    """The entries of these kinds in order; with `seat`, those that were said for it, by whomever."""
    query = (
        select(LedgerEntry.bytes_text)
        .where(LedgerEntry.stream == STREAM + initiative, col(LedgerEntry.type).in_(sorted(kinds)))
        .order_by(col(LedgerEntry.seq))
    )
    if seat is not None:
        query = query.where(col(LedgerEntry.bytes_text).contains(f'"seat":"{seat}"', autoescape=True))
    entries = [decode(text) for text in session.exec(query)]
    return [entry for entry in entries if seat is None or entry.seat == seat]


def counting(session: Session, initiative: str, kinds: Collection[str]) -> list[Recorded]:
    """The entries of these kinds that count, each with the answer that stands at its place now. Kinds that may stand
    for one another are asked for together.
    """
    standing = effective(of_kinds(session, initiative, (*kinds, EntrySuperseded.KIND)))
    return [entry for entry in standing if entry.event.KIND in kinds]


def superseded(session: Session, initiative: str) -> dict[int, int]:
    """The entries that count no more, each with the number of the correction that superseded it."""
    corrections = of_kinds(session, initiative, [EntrySuperseded.KIND])
    return {entry.event.entry: entry.seq for entry in corrections if isinstance(entry.event, EntrySuperseded)}
