"""The charter an initiative runs by, read from the first entry of its ledger."""

from __future__ import annotations

from functools import lru_cache

from sqlmodel import Session, select

from domain.calendar import Calendar
from domain.charter import Charter
from domain.events import InitiativeStarted
from domain.ledger.entries import decode
from models.tables import LedgerEntry

_KEPT = 64


def charter_of(session: Session, initiative: str) -> Charter:
    """The charter, which never changes. Raises LookupError where no ledger begins with a start, Malformed for one that
    these rules cannot read.
    """
    stream = f"initiative:{initiative}"
    text = session.exec(
        select(LedgerEntry.bytes_text).where(LedgerEntry.stream == stream, LedgerEntry.seq == 1)
    ).first()
    if text is None:
        raise LookupError(f"no ledger of initiative {initiative}")
    return _read(text)


def calendar_of(charter: Charter) -> Calendar:
    """The calendar as pinned at the start: six years and more, all that letters ever ask about."""
    return Calendar(charter.model.calendar, charter.pin, charter.model.day_milliseconds)


@lru_cache(_KEPT)
def _read(text: str) -> Charter:
    event = decode(text).event
    if not isinstance(event, InitiativeStarted):
        raise LookupError("a ledger begins with something else than a start")
    return event.charter
