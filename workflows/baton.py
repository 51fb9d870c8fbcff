"""The baton: what one run hands to the next. Ids, numbers, dates and commitments only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from domain.events import InitiativeStarted
from domain.folding import fold
from domain.initiative import Initiative
from domain.ledger.chain import Head
from domain.ledger.entries import Entry, decode
from domain.wire import plain, typed

KEYS_REMEMBERED = 500


@dataclass
class Baton:
    """The initiative so far in plain form (or its start, before the first entry), the head of its stream, and the
    commands seen last: key to the number of their first entry.

    `start_key` is the key of the request to start. `doubtful` says that something else may still be written to the
    stream after it was read: the run that was ended for this one may have had an append under way.
    """

    head_seq: int
    head_hash: str
    keys: dict[str, int] = field(default_factory=dict)
    initiative: dict[str, Any] | None = None
    start: dict[str, Any] | None = None
    start_key: str | None = None
    doubtful: bool = False

    @classmethod
    def of_start(cls, started: InitiativeStarted, key: str | None = None) -> Baton:
        """The first baton of an initiative; by the key the append confirms the texts that came with the start."""
        head = Head()
        return cls(head.seq, head.hash, start=plain(started), start_key=key)

    @classmethod
    def of(cls, initiative: Initiative, head: Head, keys: dict[str, int]) -> Baton:
        """The baton at a hand-over."""
        return cls(head.seq, head.hash, dict(list(keys.items())[-KEYS_REMEMBERED:]), plain(initiative))

    @classmethod
    def of_ledger(cls, entries: Iterable[Entry]) -> Baton:
        """The baton that a stored stream adds up to, for a start from the ledger.

        Raises LookupError for an empty one.
        """
        stored = list(entries)
        initiative = fold(decode(entry.text) for entry in stored)
        keys = {entry.command_key: entry.seq for entry in stored if entry.command_key}
        baton = cls.of(initiative, Head(stored[-1].seq, stored[-1].leaf_hash), keys)
        return replace(baton, doubtful=True)

    @property
    def head(self) -> Head:
        """Where the stream ends."""
        return Head(self.head_seq, self.head_hash)

    def started(self) -> InitiativeStarted | None:
        """The start that is still to be written, in the very first run."""
        return typed(InitiativeStarted, self._without_kind(self.start)) if self.start else None

    def folded(self) -> Initiative | None:
        """The initiative so far, None in the very first run."""
        return typed(Initiative, self.initiative) if self.initiative else None

    def let_go(self) -> None:
        """The run has read it. Temporal keeps the input of a run in memory while the run is open, and this is by
        far the largest part of what it would keep. `run` is given the same baton, and finds nothing in it any more.
        """
        self.initiative = self.start = None

    @staticmethod
    def _without_kind(value: dict[str, Any]) -> dict[str, Any]:
        return {key: item for key, item in value.items() if key != "kind"}
