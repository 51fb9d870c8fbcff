"""The keys that must never lie in the database: one wraps the vault's keys, one makes links, one signs the log."""

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
_NAMES = ("master", "link", "signing")
_SIGNING = b"talkoot: the key that signs checkpoints"
_STOPPING = "stop reminders"  # no letter's id begins so: the same key also makes the links


class KeyFileUnusable(Exception):
    """The key file is missing, malformed or readable by everybody; the message says what to do."""


class KeyFileOpen(KeyFileUnusable):
    """Everybody on this machine can read it."""


@dataclass(frozen=True)
class KeyRing:
    """Independent 256-bit keys. Whoever loses the file loses every name and text in the vault.

    `signing` is the seed of an Ed25519 key. A file of before has none: then it follows from the master key, so that all
    processes have the same, and is written down at the next start, if the file can be written.
    """

    master: bytes = field(repr=False)
    link: bytes = field(repr=False)
    signing: bytes = field(repr=False, default=b"")

    def __post_init__(self) -> None:
        if not self.signing:
            object.__setattr__(self, "signing", hmac.digest(self.master, _SIGNING, "sha256"))

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
            held = {name: base64.b64decode(keys[name], validate=True) for name in _NAMES if name in keys}
            ring = cls(**held)
        except (ValueError, KeyError, TypeError):
            raise KeyFileUnusable(f"{path} is not a key file. Restore it from its backup.") from None
        if {len(key) for key in held.values()} != {_BYTES}:
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
    keys = {name: base64.b64encode(secrets.token_bytes(_BYTES)).decode() for name in _NAMES}
    try:
        _write(fresh, {"version": 1, **keys})
        _publish(fresh, path)
    finally:
        fresh.unlink()


def write_down(path: Path, **keys: bytes) -> None:
    """Put keys into the key file beside those it holds, all at once and for the eyes of its reader alone. Raises
    OSError where it cannot be written; then it stays as it was.
    """
    held = json.loads(path.read_text(encoding="ascii"))
    stood = path.stat()
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        _write(fresh, held | {name: base64.b64encode(key).decode() for name, key in keys.items()})
        os.chown(fresh, stood.st_uid, stood.st_gid)
        os.chmod(fresh, stood.st_mode & 0o777)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    _settle(path.parent)


def lacks_signing(path: Path) -> bool:
    """Whether a key file that can be read is one of before, without the key that signs."""
    return "signing" not in json.loads(path.read_text(encoding="ascii"))


def _write(fresh: Path, content: dict[str, object]) -> None:
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())


def _publish(fresh: Path, path: Path) -> None:
    """Give the whole file its name at once; the first of several processes wins. Durable before anything uses it."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    _settle(path.parent)


def _settle(folder: Path) -> None:
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
