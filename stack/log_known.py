"""What is known of the log outside the database of an installation: its key, and checkpoints that were kept."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from domain.ledger.checkpoints import Checkpoint, Key
from models.checkpoint_copy import CheckpointCopy
from models.engine import Database
from models.keys import KeyFileUnusable, KeyRing
from stack.remembering import given, signer_of
from stack.settings import Settings


@dataclass(frozen=True)
class Known:
    """The key, None where the key file cannot be read here, and the checkpoints from outside."""

    key: Key | None
    outside: tuple[Checkpoint, ...]


def known_of(settings: Settings, file: Path | None = None) -> Known:
    """What this installation knows, and what `file` tells besides. Without a key the copy in the data folder is not
    believed, and a file cannot be read. Raises KeyFileUnusable, CopyUnusable, DatabaseAway.
    """
    ring: KeyRing | None = None
    with suppress(KeyFileUnusable):
        ring = KeyRing.load(settings.keys)
    if ring is None:
        if file is not None:
            KeyRing.load(settings.keys)  # says why it cannot be checked
        return Known(None, ())
    held = ring
    database = Database.open(settings.database)
    try:
        signer = database.read_now(lambda session: signer_of(settings, held, session))
    finally:
        database.close_now()
    kept = (CheckpointCopy(settings.checkpoint_copy).newest(signer.key), given(file, signer) if file else None)
    return Known(signer.key, tuple(one for one in kept if one is not None))
