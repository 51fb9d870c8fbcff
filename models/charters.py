"""The charter an initiative runs by, read from its ledger: its first entry, and the last change of its model."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from sqlmodel import Session, col, select

from domain.calendar import Calendar
from domain.charter import Charter
from domain.events import InitiativeStarted
from domain.ledger.entries import decode
from domain.remodelling.events import ModelChanged
from models.tables import Initiative, LedgerEntry

_KEPT = 64


def charter_of(session: Session, initiative: str, at: datetime | None = None) -> Charter:
    """The charter with the model that is in force, or was at an instant. Raises LookupError where no ledger begins with
    a start, Malformed for one that these rules cannot read.
    """
    stream = f"initiative:{initiative}"
    text = session.exec(
        select(LedgerEntry.bytes_text).where(LedgerEntry.stream == stream, LedgerEntry.seq == 1)
    ).first()
    if text is None:
        raise LookupError(f"no ledger of initiative {initiative}")
    charter, changed = _read(text), _last_change(session, stream, at)
    if changed is None:
        return charter
    return replace(charter, model=changed.model, model_sha256=changed.model_sha256)


def has_begun(session: Session, initiative: str) -> bool:
    """Whether there is such an initiative, and its ledger begins."""
    return session.get(Initiative, initiative) is not None


def calendar_of(charter: Charter) -> Calendar:
    """The calendar as pinned at the start: six years and more, all that letters ever ask about."""
    return Calendar(charter.model.calendar, charter.pin, charter.model.day_milliseconds)


def _last_change(session: Session, stream: str, at: datetime | None) -> ModelChanged | None:
    """The last change of the model, up to an instant if one is given."""
    of_model = (LedgerEntry.stream == stream, LedgerEntry.type == ModelChanged.KIND)
    until = () if at is None else (col(LedgerEntry.time) <= at,)
    newest = select(LedgerEntry.bytes_text).where(*of_model, *until).order_by(col(LedgerEntry.seq).desc())
    text = session.exec(newest.limit(1)).first()
    return _read_change(text) if text is not None else None


@lru_cache(_KEPT)
def _read(text: str) -> Charter:
    event = decode(text).event
    if not isinstance(event, InitiativeStarted):
        raise LookupError("a ledger begins with something else than a start")
    return event.charter


@lru_cache(_KEPT)
def _read_change(text: str) -> ModelChanged:
    event = decode(text).event
    if not isinstance(event, ModelChanged):
        raise LookupError("this entry changes no model")
    return event
