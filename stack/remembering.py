"""Remembering: the log in the database is held against the newest checkpoint that lies outside it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from sqlmodel import Session

from domain.ledger.checkpoints import Checkpoint, NoCheckpoint, read
from models import log_checkpoints
from models.checkpoint_copy import CheckpointCopy, CopyUnusable
from models.engine import Database, DatabaseAway
from models.keys import KeyRing
from models.log_watch import require_known
from models.migrate import Tables, tables
from models.signing import Signer, Signing, is_signed_by
from stack.settings import Settings


def signing_of(settings: Settings, keys: KeyRing) -> Signing:
    """What signs the log of this installation."""
    return Signing(keys.signing, settings.log_origin, settings.origin)


def signer_of(settings: Settings, keys: KeyRing, session: Session) -> Signer:
    """The signer of the log as this database knows it."""
    return signing_of(settings, keys).signer(log_checkpoints.origin(session))


def require_newest(settings: Settings, database: Database, keys: KeyRing) -> None:
    """Raise DatabaseOlder when the database is not the one that the copy in the data folder tells of: it was restored
    from an old backup, or changed; LogDamaged when its log lacks what it takes to know. Raises CopyUnusable. A database
    that is away is not asked.
    """
    if not settings.checkpoint_copy.exists():
        return

    def look(session: Session) -> None:
        if tables(session) is Tables.CURRENT:
            known = CheckpointCopy(settings.checkpoint_copy).newest(signer_of(settings, keys, session).key)
            if known is not None:
                require_known(session, known, str(settings.checkpoint_copy))

    with suppress(DatabaseAway):
        database.read_now(look)


def given(file: Path, signer: Signer) -> Checkpoint:
    """The checkpoint of a file that somebody kept, as it came by mail or was printed. Raises CopyUnusable."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CopyUnusable(f"{file} cannot be read: name the file that holds the checkpoint") from error
    try:
        signed = read(_as_signed(text, signer.origin))
    except NoCheckpoint as wrong:
        raise CopyUnusable(f"{file} holds no checkpoint: {wrong}") from wrong
    if not is_signed_by(signer.key, signed):
        raise CopyUnusable(f"{file} holds a checkpoint that {signer.key.name} has not signed")
    return signed.checkpoint


def _as_signed(text: str, origin: str) -> str:
    """The note in a text that a mail program may have ended lines of in its own way, or put words around."""
    lines = text.replace("\r\n", "\n").split("\n")
    if origin not in lines:
        return text
    first = lines.index(origin)
    last = max((place for place, line in enumerate(lines) if line.startswith("\u2014 ")), default=first)
    return "\n".join(lines[first : last + 1]) + "\n"
