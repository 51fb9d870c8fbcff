"""The newest checkpoint outside the database: a copy beside the keys, by which an older database is noticed."""

from __future__ import annotations

import fcntl
import os
import secrets
from contextlib import suppress
from pathlib import Path

from domain.ledger.checkpoints import Checkpoint, Key, NoCheckpoint, SignedCheckpoint, read
from models.signing import is_signed_by


class CopyUnusable(Exception):
    """The copy cannot be read, or is none of this log; the message says what to do."""


class CheckpointCopy:
    """A file that holds the newest checkpoint that was published here. Each takes the place of a smaller one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def newest(self, key: Key) -> Checkpoint | None:
        """What it tells, if this key has signed it; None while there is none. Raises CopyUnusable."""
        try:
            signed = read(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (NoCheckpoint, UnicodeDecodeError, OSError) as error:
            raise CopyUnusable(f"{self.path} is no checkpoint ({error}): put it back from its backup") from error
        if not is_signed_by(key, signed):
            raise CopyUnusable(
                f"{self.path} is not signed by this installation, {key.name}: that file, the key file or "
                "TALKOOT_LOG_ORIGIN belongs to another"
            )
        return signed.checkpoint

    def keep(self, signed: SignedCheckpoint, key: Key) -> None:
        """Keep this one, unless the file tells of a larger log; of several that keep at once, one after the other, so
        that a smaller one never takes the place of a larger. Raises OSError, CopyUnusable.
        """
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            known = self.newest(key)
            if known is None or known.size < signed.checkpoint.size:
                self.replace(signed)
        finally:
            os.close(folder)  # and lets the next one in

    def replace(self, signed: SignedCheckpoint) -> None:
        """Keep this one, whatever is there. Raises OSError."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.path.with_name(f".{self.path.name}.{secrets.token_hex(6)}")
        try:
            with draft.open("x", encoding="utf-8") as file:
                file.write(signed.text)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.path)
        finally:
            with suppress(FileNotFoundError):
                draft.unlink()
