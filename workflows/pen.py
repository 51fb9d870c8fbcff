"""The pen: what a run has decided and not yet seen written, and what the ledger says it must believe instead.

Decisions are applied tentatively at once, so that the next one builds on them. They become true when one append stores
them. If the ledger holds something else there, the tentative state is dropped, the stored entries are folded, and what
waits is decided again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.actors import RULE, Speaker
from domain.deciding import Decided
from domain.events import Event, InitiativeStarted
from domain.folding import after_all, begin
from domain.initiative import Initiative
from domain.ledger.chain import Head
from domain.ledger.entries import Entry, Recorded, decode, encode
from domain.operating_model import OperatingModel
from domain.refusals import Refusal
from domain.remodelling.events import ModelChanged
from workflows.baton import Baton

Decide = Callable[[Initiative | None, datetime], Decided]
"""A decision on the state it is given, None before the initiative has started."""


@dataclass(frozen=True)
class Heard:
    """Whose decision it is: the speaker, and when the command was first heard (None for the start itself)."""

    by: Speaker
    received_at: datetime | None = None


@dataclass
class Waiting:
    """A decision that waits to be written. Once `done`, it has the number of its first entry, or the refusal it met;
    `entry` is that entry if this run wrote it.
    """

    decide: Decide
    at: datetime
    decided: Decided
    key: str | None = None
    heard: Heard | None = None
    seq: int | None = None
    entry: Entry | None = None
    refused: Refusal | None = None

    @property
    def done(self) -> bool:
        """Whether it is known what became of it."""
        return self.seq is not None or self.refused is not None


class Pen:
    """The committed and the tentative state of one initiative, and what lies between them."""

    def __init__(self, baton: Baton) -> None:
        self.committed = baton.folded()
        self.tentative = self.committed
        self.head = baton.head
        self.keys = dict(baton.keys)
        self.waiting: list[Waiting] = []

    @property
    def initiative(self) -> Initiative:
        """The tentative state, which decisions build on."""
        if self.tentative is None:
            raise LookupError("the initiative has not been started")
        return self.tentative

    @property
    def reach(self) -> int:
        """The number of the last entry that is written, or waits to be."""
        return self.head.seq + sum(len(waiting.decided.events) for waiting in self.waiting)

    def propose(
        self, decide: Decide, now: datetime, *, key: str | None = None, heard: Heard | None = None
    ) -> Waiting | None:
        """Decide on the tentative state, and let the events wait to be written; None if there are none."""
        decided = decide(self.tentative, now)
        if not decided.events:
            return None
        self.tentative = _led_to(self.tentative, decided, now)
        self.waiting.append(Waiting(decide, now, decided, key, heard))
        return self.waiting[-1]

    def of_key(self, key: str) -> Waiting | None:
        """The decision on this command that waits to be written, if there is one."""
        return next((waiting for waiting in self.waiting if waiting.key == key), None)

    def proposed(self) -> tuple[tuple[Waiting, ...], tuple[Entry, ...]]:
        """Everything that waits, and the entries it would become after the head."""
        return tuple(self.waiting), self.entries(self.waiting)

    def entries(self, decisions: Iterable[Waiting]) -> tuple[Entry, ...]:
        """The entries that these decisions would become after the head."""
        entries: list[Entry] = []
        head, model = self.head, (self.committed or self.initiative).charter.model
        for waiting in decisions:
            for number, event in enumerate(waiting.decided.events):
                entry = self._entry(waiting, number, event, head, model)
                entries.append(entry)
                head = Head(entry.seq, entry.leaf_hash)
                model = event.model if isinstance(event, ModelChanged) else model
        return tuple(entries)

    def written(self, batch: tuple[Waiting, ...], entries: tuple[Entry, ...]) -> None:
        """The batch is stored: it is true now. When nothing else waits, what was tentative is."""
        seq, is_all = self.head.seq + 1, len(batch) == len(self.waiting)
        for waiting in batch:
            if not is_all:
                self.committed = _fold(self.committed, waiting.decided.events, waiting.at)
            if waiting.key is not None:
                self.keys[waiting.key] = seq
            waiting.seq, waiting.entry = seq, entries[seq - self.head.seq - 1]
            seq += len(waiting.decided.events)
        self.head = Head(entries[-1].seq, entries[-1].leaf_hash)
        self.waiting = self.waiting[len(batch) :]
        if is_all:
            self.committed = self.tentative

    def corrected(self, stored: tuple[Entry, ...], now: datetime, folded: Initiative | None = None) -> None:
        """The ledger holds these entries after the head instead: believe them, and decide what waits again.

        `folded` is what the stream adds up to with them: it must be told where one of them supersedes another.
        """
        for entry in stored:
            recorded = decode(entry.text)
            if folded is None:
                self.committed = _fold(self.committed, (recorded.event,), recorded.at)
            if entry.command_key:
                self.keys[entry.command_key] = entry.seq
        if folded is not None:
            self.committed = folded
        self.head = Head(stored[-1].seq, stored[-1].leaf_hash)
        self.tentative, again, self.waiting = self.committed, self.waiting, []
        for waiting in again:
            self._decide_again(waiting, now)

    def baton(self) -> Baton:
        """What the next run takes over: the committed state."""
        if self.committed is None or self.waiting:
            raise LookupError("nothing can be handed over before it has been written")
        return Baton.of(self.committed, self.head, self.keys)

    def _decide_again(self, waiting: Waiting, now: datetime) -> None:
        if waiting.key is not None and waiting.key in self.keys:
            waiting.seq = self.keys[waiting.key]
            return
        try:
            decided = waiting.decide(self.tentative, now)
        except Refusal as refusal:
            waiting.refused = refusal
            return
        if not decided.events:
            waiting.seq = self.head.seq
            return
        waiting.at, waiting.decided = now, decided
        self.tentative = _led_to(self.tentative, decided, now)
        self.waiting.append(waiting)

    def _entry(self, waiting: Waiting, number: int, event: Event, head: Head, model: OperatingModel) -> Entry:
        """The entry of a decision's `number`-th event, under the model that was in force until then: what was said is
        the speaker's, what followed is the rules'.
        """
        spoken = waiting.heard if number < len(waiting.decided.said) else None
        by = spoken.by if spoken else None
        recorded = Recorded(
            seq=head.seq + 1,
            at=waiting.at,
            actor=by.actor if by else RULE,
            seat=by.seat if by else None,
            event=event,
            cause=waiting.key,
            channel=by.channel if by else None,
            received_at=spoken.received_at if spoken else None,
            principal=waiting.decided.principal if spoken else None,
        )
        return encode(
            recorded,
            stream=f"initiative:{self.initiative.id}",
            prev=head.hash,
            model=f"{model.id}@{model.version}",
            command_key=waiting.key if number == 0 else None,
        )


def _led_to(initiative: Initiative | None, decided: Decided, at: datetime) -> Initiative | None:
    """What a decision on this state makes of it; folded, unless deciding has told it already."""
    return decided.leads_to or _fold(initiative, decided.events, at)


def _fold(initiative: Initiative | None, events: tuple[Event, ...], at: datetime) -> Initiative | None:
    if events and isinstance(events[0], InitiativeStarted):  # the first of all entries
        initiative, events = begin(events[0]), events[1:]
    return after_all(initiative, events, at) if initiative is not None else None
