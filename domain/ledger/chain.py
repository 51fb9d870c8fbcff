"""Walking a stream of the ledger: each entry must be whole, in its place, and hold the hash of the one before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.ledger.canonical import NotInForm, read_canonical
from domain.ledger.entries import GENESIS, Entry, leaf_hash


@dataclass(frozen=True)
class Head:
    """Where a stream ends: the last entry's number (0 when empty) and leaf hash."""

    seq: int = 0
    hash: str = GENESIS


@dataclass(frozen=True)
class Broken:
    """The first entry of a stream that does not hold, and why."""

    stream: str
    seq: int
    reason: str


def walk(stream: str, entries: Iterable[Entry]) -> Head | Broken:
    """Check every entry of a stream in order; the head reached, or the first that is broken."""
    head = Head()
    for entry in entries:
        if reason := _fault(stream, entry, head):
            return Broken(stream, head.seq + 1, reason)
        head = Head(entry.seq, entry.leaf_hash)
    return head


def _fault(stream: str, entry: Entry, head: Head) -> str | None:
    if entry.seq != head.seq + 1:
        return f"entry {head.seq + 1} is missing; the next one stored is {entry.seq}"
    if leaf_hash(entry.text) != entry.leaf_hash:
        return "its bytes do not give the stored hash"
    try:
        content = read_canonical(entry.text)
    except NotInForm:
        return "its text is not in canonical form"
    except (ValueError, RecursionError):
        return "its text is not canonical JSON"
    if not isinstance(content, dict):
        return "its text is no entry"
    if (content.get("stream"), content.get("seq")) != (stream, entry.seq):
        return "it was written for another place"
    if content.get("prev") != head.hash:
        return "it does not follow the entry before it"
    return None
