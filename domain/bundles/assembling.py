"""Putting a bundle together: which files it has and what stands in them. It is written as it is read, never whole.

The same history at the same checkpoint gives the same bytes, but for texts that were erased, closed or opened since.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as kept
from enum import StrEnum
from typing import Any, Final

from domain.bundles.container import Container

FORM: Final = "talkoot-bundle/v1"
PROOF: Final = "c2sp.org/tlog-proof@v1"
LINES: Final = 4096
"""After so many lines a list goes on in another file, so that little of it is held at once."""
BYTES: Final = 1 << 22
"""And after so many bytes."""


class Kind(StrEnum):
    """What a bundle proves: that the log is whole, or that one initiative is, up to some entry of each stream."""

    LOG = "log"
    INITIATIVE = "initiative"


class State(StrEnum):
    """What a bundle has of a text to which an entry is committed."""

    OPEN = "open"
    ERASED = "erased"
    WITHHELD = "withheld"


@dataclass(frozen=True)
class Earlier:
    """A checkpoint of before, and, where the bundle does not hold the whole log, the proof of consistency from it."""

    size: int
    text: str
    path: Sequence[bytes] = ()


@dataclass(frozen=True)
class Text:
    """What the bundle has of one text: with `name` (of the field in the vault), `salt` and `value` where it is open."""

    field: str
    state: State
    name: str | None = None
    salt: bytes | None = kept(default=None, repr=False)
    value: str | None = kept(default=None, repr=False)

    def line(self, stream: str, seq: int) -> str:
        """As it stands in the bundle, of the entry to which it belongs."""
        said: dict[str, Any] = {"stream": stream, "seq": seq, "field": self.field, "state": self.state.value}
        if self.state is State.OPEN:
            said |= {"name": self.name, "salt": (self.salt or b"").hex(), "value": self.value}
        return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True)
class Proven:
    """An entry (canonical text), its stream and number there, its index in the log, its proof, and its texts."""

    text: str
    stream: str
    seq: int
    index: int
    path: Sequence[bytes]
    texts: Sequence[Text] = ()


@dataclass(frozen=True)
class HandedOver:
    """The entry by which a former key named the next one, and the checkpoint that the former signed and that holds it:
    whoever trusts the former can go over to the next.
    """

    entry: Proven
    checkpoint: str


@dataclass(frozen=True)
class Front:
    """What stands in every bundle: what to read (by name), the key, the checkpoint it is made at, and earlier ones.

    `sign` puts the log's signature under a text; `handed_over` leads from the first key that can be followed to this.
    """

    papers: dict[str, str]
    key: str
    checkpoint: str
    sign: Callable[[str], str]
    earlier: Sequence[Earlier] = ()
    handed_over: Sequence[HandedOver] = ()


def whole_log(front: Front, entries: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """The bundle of the whole log: its entries in order, as canonical texts with their leaf hashes (hex)."""
    writing = _Writing(front, Kind.LOG)
    yield from writing.front()
    for text, leaf_hash in entries:
        yield from writing.line("entries", ".jsonl", text)
        yield from writing.line("leaves", ".txt", leaf_hash)
    yield from writing.end()


def one_initiative(front: Front, entries: Iterable[Proven]) -> Iterator[bytes]:
    """The bundle of an initiative: all entries of its streams that the checkpoint covers, each stream in order."""
    writing = _Writing(front, Kind.INITIATIVE)
    yield from writing.front()
    for number, entry in enumerate(entries):
        yield from writing.line("entries", ".jsonl", entry.text)
        yield writing.file(f"proofs/{number:08}.tlog-proof", _proof(entry, front.checkpoint))
        for text in entry.texts:
            yield from writing.line("private", ".jsonl", text.line(entry.stream, entry.seq))
    yield from writing.end()


def _proof(entry: Proven, checkpoint: str) -> str:
    return f"{PROOF}\nindex {entry.index}\n{_hashes(entry.path)}\n{checkpoint}"


def _hashes(path: Sequence[bytes]) -> str:
    return "".join(f"{base64.b64encode(one).decode()}\n" for one in path)


class _Writing:
    """A bundle that is being written: what has been put into it, and the lists that still grow."""

    def __init__(self, front: Front, kind: Kind) -> None:
        self._front, self._container = front, Container()
        self._manifest = [FORM, kind.value]
        self._lists: dict[str, _List] = {}

    def front(self) -> Iterator[bytes]:
        for name, text in self._front.papers.items():
            yield self.file(name, text)
        yield self.file("key", f"{self._front.key}\n")
        for number, handed in enumerate(self._front.handed_over):
            proof = _proof(handed.entry, handed.checkpoint)
            yield self.file(f"keys/{number:06}.tlog-proof", f"{handed.entry.text}\n{proof}")
        yield self.file("checkpoint", self._front.checkpoint)
        for one in self._front.earlier:
            yield self.file(f"checkpoints/{one.size:015}.txt", one.text)
            if one.path:
                yield self.file(f"consistency/{one.size:015}.txt", _hashes(one.path))

    def file(self, name: str, text: str) -> bytes:
        """A whole file, which the manifest names."""
        content = text.encode()
        self._manifest.append(f"{hashlib.sha256(content).hexdigest()}  {name}")
        return self._container.file(name, content)

    def line(self, folder: str, suffix: str, text: str) -> Iterator[bytes]:
        """One line more of a list, and the file that is full by it."""
        found = self._lists.setdefault(folder, _List(folder, suffix))
        found.add(text)
        if found.is_full:
            yield self.file(*found.taken())

    def end(self) -> Iterator[bytes]:
        """The files that are not full, and what signs and closes the bundle."""
        yield from [self.file(*found.taken()) for found in self._lists.values() if found.lines]
        manifest = "".join(f"{line}\n" for line in self._manifest)
        yield self._container.file("manifest", self._front.sign(manifest).encode())
        yield self._container.end()


@dataclass
class _List:
    """Lines that fill one file after the other."""

    folder: str
    suffix: str
    number: int = 0
    size: int = 0
    lines: list[str] = kept(default_factory=list)

    def add(self, text: str) -> None:
        self.lines.append(f"{text}\n")
        self.size += len(text)

    @property
    def is_full(self) -> bool:
        return len(self.lines) == LINES or self.size >= BYTES

    def taken(self) -> tuple[str, str]:
        """The name and text of the file; the next line begins another one."""
        name, text = f"{self.folder}/{self.number:06}{self.suffix}", "".join(self.lines)
        self.number, self.size, self.lines = self.number + 1, 0, []
        return name, text
