"""What a command is addressed to: where its initiative stands, and what it has led to if it came before."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, select
from sqlmodel import Session

from domain.ledger.entries import Entry
from models.append import STREAM
from models.states import InitiativeStatus
from models.tables import Initiative, LedgerEntry
from models.tables.base import rows_of

_initiative, _entry = rows_of(Initiative).c, rows_of(LedgerEntry).c
_ADDRESSED = (
    select(_initiative.coordinator, _initiative.status, _entry.seq, _entry.bytes_text, _entry.leaf_hash)
    .select_from(
        rows_of(Initiative).outerjoin(
            rows_of(LedgerEntry),
            and_(_entry.stream == bindparam("stream"), _entry.command_key == bindparam("command_key")),
        )
    )
    .where(_initiative.id == bindparam("initiative"))
)


@dataclass(frozen=True)
class Addressed:
    """An initiative's coordinator (an actor id), its status, and the first entry that the command led to, if any."""

    coordinator: str
    status: InitiativeStatus
    known: Entry | None


def addressed(session: Session, initiative: str, command_key: str) -> Addressed | None:
    """Where a command goes; None when there is no such initiative."""
    asked = {"initiative": initiative, "stream": STREAM + initiative, "command_key": command_key}
    row = session.connection().execute(_ADDRESSED, asked).first()
    if row is None:
        return None
    coordinator, status, seq, text, leaf_hash = row
    return Addressed(coordinator, status, None if seq is None else Entry(seq, text, leaf_hash, command_key))
