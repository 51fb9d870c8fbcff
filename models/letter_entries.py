"""What a letter reads back: the answer that was entered for a seat, with its text while the vault has it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlmodel import Session

from domain.correcting.events import EntrySuperseded
from domain.events import EntryReadBack, Event
from domain.facts import Value
from domain.ledger.entries import decode
from domain.letter import READ_BACK, Wrote
from domain.phases.evaluation.commands import Ratings
from domain.sealed import Sealed
from models.append import STREAM, entry_of_command
from models.tables import LedgerEntry, Letter
from models.vault import Vault

UNKNOWN = "unknown"
"""Stands for a rating or figure that there is none of."""


@dataclass(frozen=True)
class Entry:
    """What was entered, and until just before when it can be corrected."""

    wrote: Wrote
    until: datetime


def read_back(session: Session, vault: Vault, letter: Letter) -> Entry | None:
    """The entry that a letter reads back; None for every other letter."""
    step, _, number = letter.step.partition(".")
    if step != READ_BACK:
        return None
    stream = STREAM + letter.initiative_id
    told = decode(session.get_one(LedgerEntry, (stream, int(number))).bytes_text)
    first = entry_of_command(session, stream, told.cause or "")
    if first is None or not isinstance(told.event, EntryReadBack):
        raise LookupError(f"entry {number} of {letter.initiative_id} reads nothing back")
    return Entry(_said(session, vault, stream, decode(first.text).event), told.event.until)


def _said(session: Session, vault: Vault, stream: str, event: Event) -> Wrote:
    """What was said, or what stands now for an earlier answer; of one that was taken back, its own words."""
    if not isinstance(event, EntrySuperseded):
        return _wrote(session, vault, event)
    now = decode(session.get_one(LedgerEntry, (stream, event.by or event.entry)).bytes_text).event
    wrote = _wrote(session, vault, now)
    return replace(wrote, corrects=True) if event.by else Wrote(event.KIND, {}, wrote.text)


def _wrote(session: Session, vault: Vault, event: Event) -> Wrote:
    values = {field.name: getattr(event, field.name) for field in fields(event)}  # type: ignore[arg-type]
    inner = (value for value in values.values() if isinstance(value, Ratings | Value))
    values |= {name: UNKNOWN if part is None else part for value in inner for name, part in vars(value).items()}
    said = {name: str(value) for name, value in values.items() if isinstance(value, str | int)}
    text = next((value for value in values.values() if isinstance(value, Sealed)), None)
    return Wrote(event.KIND, said, vault.reveal(session, text.commitment) if text else None)
