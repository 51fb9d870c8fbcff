"""What a command is addressed to: where its initiative stands, and what it has led to if it came before."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, select
from sqlmodel import Session

from domain.ledger.entries import Entry
from models.append import STREAM
from models.prepared import Prepared
from models.states import InitiativeStatus
from models.tables import Idempotency, Initiative, LedgerEntry
from models.tables.base import rows_of

_initiative, _entry, _stamp = rows_of(Initiative).c, rows_of(LedgerEntry).c, rows_of(Idempotency).c
_KEPT = select(_stamp.command_key).where(_stamp.key == bindparam("stamp")).scalar_subquery()
_KEY = func.coalesce(_KEPT, bindparam("command_key"))
_ADDRESSED = Prepared(
    select(_initiative.coordinator, _initiative.status, _KEY, _entry.seq, _entry.bytes_text, _entry.leaf_hash)
    .select_from(
        rows_of(Initiative).outerjoin(
            rows_of(LedgerEntry), and_(_entry.stream == bindparam("stream"), _entry.command_key == _KEY)
        )
    )
    .where(_initiative.id == bindparam("initiative"))
)


@dataclass(frozen=True)
class Addressed:
    """An initiative's coordinator (an actor id), its status, the key that the command has there, and the first entry
    that it led to, if any.
    """

    coordinator: str
    status: InitiativeStatus
    command_key: str
    known: Entry | None


def addressed(session: Session, initiative: str, command_key: str, stamp: str | None = None) -> Addressed | None:
    """Where a command goes; None when there is no such initiative.

    Its key is the one that its `stamp` keeps, if that is there already, as one that an earlier version made.
    """
    asked = {"initiative": initiative, "stream": STREAM + initiative, "command_key": command_key, "stamp": stamp}
    row = _ADDRESSED.first(session, asked)
    if row is None:
        return None
    coordinator, status, key, seq, text, leaf_hash = row
    return Addressed(coordinator, status, key, None if seq is None else Entry(seq, text, leaf_hash, key))
