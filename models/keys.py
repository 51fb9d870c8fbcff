"""The keys that must never lie in the database: one wraps the vault's keys, one makes links, one signs the log.

Beside those of the vault and of links may stand others of their kind, which are rotated by `models.key_rotation`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.master_keys import MasterKeys

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

    `other_masters` open the vault too, `other_links` made links that still stand in letters. A ring that was read from
    a `file` follows it: a key that is rotated there is used from then on.
    """

    master: bytes = field(repr=False)
    link: bytes = field(repr=False)
    signing: bytes = field(repr=False, default=b"")
    other_masters: tuple[bytes, ...] = field(default=(), repr=False)
    other_links: tuple[bytes, ...] = field(default=(), repr=False)
    file: Path | None = field(default=None, repr=False, compare=False)

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
            held = {name: _key(keys[name]) for name in _NAMES if name in keys}
            masters, links = (tuple(map(_key, _others(keys, name))) for name in KINDS)
            ring = cls(**held, other_masters=masters, other_links=links, file=path)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise KeyFileUnusable(f"{path} is not a key file. Restore it from its backup.") from None
        if {len(key) for key in (*held.values(), *masters, *links)} != {_BYTES}:
            raise KeyFileUnusable(f"{path} holds keys of a wrong length. Restore it from its backup.")
        return ring

    def now(self) -> KeyRing:
        """The keys as the file has them by now; as they were, where it cannot be read any more."""
        if self.file is None:
            return self
        try:
            stat = self.file.stat()
            stamp = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
            if (known := _READ.get(self.file)) is None or known[0] != stamp:
                known = _READ[self.file] = (stamp, self.load(self.file))
        except (OSError, KeyFileUnusable):
            return self
        return known[1]

    def masters(self) -> MasterKeys:
        """The master keys as they are by now."""
        ring = self.now()
        return MasterKeys(ring.master, ring.other_masters)

    def links(self) -> tuple[bytes, ...]:
        """The keys of links as they are by now, the one in use first."""
        ring = self.now()
        return (ring.link, *ring.other_links)

    def link_token(self, letter_id: str, made: str | None = None) -> str:
        """The token of the personal link in this letter: 256 bits, URL-safe. `made` is the hash of the token that it
        has had, if any: then it is that one, whichever key has made it.
        """
        tokens = [_token(key, letter_id) for key in self.links()]
        return next((token for token in tokens[1:] if made and token_sha256(token) == made), tokens[0])

    def unsubscribe_token(self, bundle_id: str, made: str | None = None) -> str:
        """The token of the address by which the reminders in this bundle are stopped; opens nothing else."""
        return self.link_token(f"{_STOPPING}\n{bundle_id}", made)


KINDS = ("master", "link")
"""The kinds of keys in a file, each of which may be rotated."""

_READ: dict[Path, tuple[tuple[int, int, int], KeyRing]] = {}
"""What each file held when it was last read, with what told that it was this content."""


def _key(text: Any) -> bytes:
    return base64.b64decode(text, validate=True)


def _others(keys: dict[str, Any], name: str) -> list[str]:
    """The other keys of a kind: the next one, if one is prepared, and former ones."""
    following = keys.get("next", {}).get(name)
    return [*([following] if following else []), *keys.get("former", {}).get(name, [])]


def _token(key: bytes, said: str) -> str:
    return base64.urlsafe_b64encode(hmac.digest(key, said.encode(), "sha256")).rstrip(b"=").decode()


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


def write_down(path: Path, **keys: bytes | None) -> None:
    """Put keys into the key file beside those it holds, and take those away that are None; all at once and for the eyes
    of its reader alone. Raises OSError where it cannot be written; then it stays as it was.
    """
    held = json.loads(path.read_text(encoding="ascii"))
    gone = {name for name, key in keys.items() if key is None}
    given = {name: base64.b64encode(key).decode() for name, key in keys.items() if key is not None}
    rewrite(path, {name: key for name, key in (held | given).items() if name not in gone})


def rewrite(path: Path, content: dict[str, Any]) -> None:
    """Put a new key file in the place of the old one, all at once and for the eyes of its reader alone. Raises OSError
    where it cannot be written; then it stays as it was.
    """
    stood = path.stat()
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        _write(fresh, content)
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
