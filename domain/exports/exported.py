"""An entry of the ledger as it is exported: its place in the log, and what it says without any text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from domain.exports.attributes import Value, values, with_offset
from domain.exports.lifecycle import transition


@dataclass(frozen=True)
class Exported:
    """One entry of an initiative's stream or of that of its letters. `said` is the entry as it was hashed, read."""

    index: int
    leaf_hash: str
    said: Mapping[str, Any]

    @classmethod
    def of(cls, text: str, index: int, leaf_hash: str) -> Exported:
        """From the canonical text of an entry, and its place in the log."""
        return cls(index, leaf_hash, json.loads(text))

    @property
    def id(self) -> str:
        """Its name among all entries: the stream and its number there."""
        return f"{self.stream}#{self.seq}"

    @property
    def stream(self) -> str:
        """The stream it stands in."""
        return str(self.said["stream"])

    @property
    def seq(self) -> int:
        """Its number in the stream, from 1."""
        return int(self.said["seq"])

    @property
    def initiative(self) -> str:
        """The initiative that it is about."""
        return self.stream.partition(":")[2]

    @property
    def type(self) -> str:
        """The kind of fact."""
        return str(self.said["type"])

    @property
    def time(self) -> str:
        """When it was recorded, with its offset."""
        return with_offset(self.said["time"])

    @property
    def data(self) -> Mapping[str, Any]:
        """What it says, as the ledger has it."""
        data: Mapping[str, Any] = self.said["data"]
        return data

    @property
    def order(self) -> tuple[str, str, int]:
        """By what entries of several streams are put in order: time, then stream and number."""
        return str(self.said["time"]), self.stream, self.seq

    @cached_property
    def common(self) -> dict[str, Value]:
        """What every entry has, by the names of `attributes.COMMON`."""
        return {
            "ledger_index": self.index,
            "leaf_hash": self.leaf_hash,
            "ledger_stream": self.stream,
            "ledger_seq": self.seq,
            "acting": str(self.said["actor"]),
            "acting_for_seat": self.said["seat"] or "",
            "heard_by": self.said.get("channel", ""),
            "lifecycle": transition(self.type),
        }

    @cached_property
    def own(self) -> dict[str, Value]:
        """What entries of its kind have, by the names that are declared for it."""
        return values(self.type, self.data)


Entries = Callable[[str], Iterator[Exported]]
"""Reads the entries of an initiative in order, from the first one, each time it is asked."""
