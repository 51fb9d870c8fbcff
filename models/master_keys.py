"""The master keys of a vault: one wraps what comes, others still open what was wrapped before."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, field

from models import seals
from models.seals import SealBroken


@dataclass(frozen=True)
class Wrapped:
    """The key of a subject as it is stored, and the id of the master key that wraps it (None: not known)."""

    key: bytes = field(repr=False)
    by: str | None = None


@dataclass(frozen=True)
class MasterKeys:
    """256-bit keys: the `newest` wraps, the `others` open as well, so that keys can be wrapped anew one by one."""

    newest: bytes = field(repr=False)
    others: tuple[bytes, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if {len(key) for key in (self.newest, *self.others)} != {32}:
            raise ValueError("the master key has 32 bytes")

    @property
    def id(self) -> str:
        """The id of the newest one."""
        return id_of(self.newest)

    def new(self, subject: str) -> Wrapped:
        """A fresh key for this subject, wrapped."""
        return Wrapped(seals.new_wrapped_key(self.newest, subject), self.id)

    def unwrap(self, subject: str, wrapped: Wrapped) -> bytes:
        """The subject's key. Raises SealBroken when none of these opens it."""
        keys = (self.newest, *self.others)
        named = [key for key in keys if id_of(key) == wrapped.by]
        for key in (named or keys)[:-1]:
            with suppress(SealBroken):
                return seals.unwrap(key, subject, wrapped.key)
        return seals.unwrap((named or keys)[-1], subject, wrapped.key)

    def anew(self, subject: str, wrapped: Wrapped) -> Wrapped:
        """The same key of a subject, wrapped by the newest one. Raises SealBroken."""
        return Wrapped(seals.wrap(self.newest, subject, self.unwrap(subject, wrapped)), self.id)


def id_of(key: bytes) -> str:
    """What a key is called where the key itself must not stand; says nothing of it."""
    return hashlib.sha256(b"id of a key\0" + key).hexdigest()[:12]
