"""The keys that must never lie in the database: one wraps the vault's keys, one makes personal links."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

_BYTES = 32
_STOPPING = "stop reminders"  # no letter's id begins so: the same key also makes the links


class KeyFileUnusable(Exception):
    """The key file is missing, malformed or readable by everybody; the message says what to do."""


class KeyFileOpen(KeyFileUnusable):
    """Everybody on this machine can read it."""


@dataclass(frozen=True)
class KeyRing:
    """Two independent 256-bit keys. Whoever loses the file loses every name and text in the vault."""

    master: bytes = field(repr=False)
    link: bytes = field(repr=False)

    @classmethod
    def load(cls, path: Path, *, create: bool = False) -> KeyRing:
        """Read the key file; with `create`, make one first (mode 0600) if there is none.

        Processes that start together agree on one file. Raises KeyFileUnusable.
        """
        if create and not path.exists():
            _create(path)
        try:
            content = path.read_text(encoding="ascii")
            open_to_all = path.stat().st_mode & 0o007
        except OSError as error:
            raise KeyFileUnusable(f"{path}: {error.strerror}. Restore the key file from its backup.") from error
        except UnicodeDecodeError as error:
            raise KeyFileUnusable(f"{path} is not a key file") from error
        if open_to_all:
            raise KeyFileOpen(f"{path} can be read by everybody. Run: chmod 600 {path}")
        return cls._parse(path, content)

    @classmethod
    def _parse(cls, path: Path, content: str) -> KeyRing:
        try:
            keys = json.loads(content)
            ring = cls(*(base64.b64decode(keys[name], validate=True) for name in ("master", "link")))
        except (ValueError, KeyError, TypeError):
            raise KeyFileUnusable(f"{path} is not a key file. Restore it from its backup.") from None
        if {len(ring.master), len(ring.link)} != {_BYTES}:
            raise KeyFileUnusable(f"{path} holds keys of a wrong length. Restore it from its backup.")
        return ring

    def link_token(self, letter_id: str) -> str:
        """The token of the personal link in this letter: 256 bits, URL-safe, always the same for the same letter."""
        digest = hmac.digest(self.link, letter_id.encode(), "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def unsubscribe_token(self, bundle_id: str) -> str:
        """The token of the address by which the reminders in this bundle are stopped; opens nothing else."""
        return self.link_token(f"{_STOPPING}\n{bundle_id}")


def token_sha256(token: str) -> str:
    """What is kept of a token, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    keys = {name: base64.b64encode(secrets.token_bytes(_BYTES)).decode() for name in ("master", "link")}
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            json.dump({"version": 1, **keys}, file)
            file.flush()
            os.fsync(file.fileno())
        _publish(fresh, path)
    finally:
        fresh.unlink()


def _publish(fresh: Path, path: Path) -> None:
    """Give the whole file its name at once; the first of several processes wins. Durable before anything uses it."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
