"""Proving on this machine that an entry is in the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from models import log_checkpoints, log_proofs
from models.engine import Database
from models.log_proofs import NotInLog
from stack.settings import Settings


@dataclass(frozen=True)
class Proved:
    """An entry's place, and what leads from it to the root of the checkpoint."""

    stream: str
    seq: int
    index: int
    leaf_hash: bytes
    size: int
    path: tuple[bytes, ...]
    checkpoint: str

    def as_json(self) -> dict[str, Any]:
        """With hashes in hex."""
        return {
            **vars(self),
            "leaf_hash": self.leaf_hash.hex(),
            "path": [one.hex() for one in self.path],
        }


def proved(settings: Settings, stream: str, seq: int) -> Proved:
    """The proof by the first checkpoint that holds the entry. Raises NotInLog, LogIncomplete, DatabaseAway."""

    def look(session: Session) -> Proved:
        place = log_proofs.place(session, stream, seq)
        if place is None:
            raise NotInLog(f"there is no entry {seq} of {stream} in the log; a worker gives it a place within a second")
        kept = log_checkpoints.first_from(session, place.index + 1)
        if kept is None:
            raise NotInLog("no checkpoint holds this entry yet: 'talkoot ledger checkpoint' signs one")
        path = tuple(log_proofs.inclusion_of(session, place.index, kept.size))
        return Proved(stream, seq, place.index, place.leaf_hash, kept.size, path, kept.text)

    database = Database.open(settings.database)
    try:
        return database.read_now(look)
    finally:
        database.close_now()
