"""Rotating the keys of a key file: a new one is used from then on, former ones open what was made with them.

Each change is one new file in the place of the former, so that nobody ever reads half of it; what else stands in the
file stays as it is.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from models.keys import KeyFileUnusable, KeyRing, rewrite
from models.master_keys import id_of

Kind = Literal["master", "link"]
_BYTES = 32


@dataclass(frozen=True)
class Rotated:
    """Which key is in use now and which was before, by their ids."""

    former: str
    now: str


def prepare(path: Path, kind: Kind) -> str:
    """Make the next key of a kind, by which nothing is made yet, and return its id; of one that is there already, its.

    Once every process has the file, on whichever machine, the key can be used. Raises KeyFileUnusable.
    """
    with _changing(path) as keys:
        following = keys.setdefault("next", {})
        following.setdefault(kind, _text(secrets.token_bytes(_BYTES)))
        return _id(following[kind])


def promote(path: Path, kind: Kind) -> Rotated:
    """Use the next key of a kind from now on, made now unless it was prepared. Raises KeyFileUnusable."""
    with _changing(path) as keys:
        former = keys[kind]
        keys[kind] = keys.get("next", {}).pop(kind, None) or _text(secrets.token_bytes(_BYTES))
        keys.setdefault("former", {}).setdefault(kind, []).insert(0, former)
        return Rotated(_id(former), _id(keys[kind]))


def retire(path: Path, kind: Kind) -> tuple[str, ...]:
    """Take the former keys of a kind out of the file, and return their ids: what only they open stays shut for ever.

    Raises KeyFileUnusable.
    """
    with _changing(path) as keys:
        return tuple(map(_id, keys.get("former", {}).pop(kind, [])))


def former(path: Path, kind: Kind) -> tuple[str, ...]:
    """The ids of former keys of a kind, the latest first. Raises KeyFileUnusable."""
    KeyRing.load(path)
    keys = json.loads(path.read_text(encoding="ascii"))
    return tuple(map(_id, keys.get("former", {}).get(kind, [])))


@contextmanager
def _changing(path: Path) -> Iterator[dict[str, Any]]:
    """What a key file says, to be changed; written back whole. One after the other, whoever rotates."""
    KeyRing.load(path)
    try:
        directory = os.open(path.parent, os.O_RDONLY)
    except OSError as error:
        raise KeyFileUnusable(f"{path.parent}: {error.strerror}") from error
    try:
        fcntl.flock(directory, fcntl.LOCK_EX)
        keys: dict[str, Any] = json.loads(path.read_text(encoding="ascii"))
        keys.setdefault("signing", _text(KeyRing.load(path).signing))  # else it would follow from another master key
        yield keys
        rewrite(path, keys)
    except OSError as error:
        raise KeyFileUnusable(
            f"{path} cannot be replaced: {error.strerror}. Run this as somebody who may write into its folder."
        ) from error
    finally:
        os.close(directory)


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _id(text: str) -> str:
    return id_of(base64.b64decode(text))
