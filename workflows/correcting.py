"""Corrections: what a run does with them. It remembers what everything adds up to, not what was said; so a correction
is decided by an activity on the whole ledger, and once it is written the run believes what the ledger adds up to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from temporalio import workflow

from domain.commands import Interaction
from domain.correcting.events import EntrySuperseded
from domain.deciding import Decided
from domain.events import Event
from domain.initiative import Initiative
from domain.ledger.entries import Entry, decode
from domain.wire import typed
from workflows import calls
from workflows.pen import Heard, Pen, Waiting


@dataclass
class Asked:
    """A correction that waits to be decided and written. Once `done`, it has the number of its first entry, or the
    refusal it met; `entry` is that entry if this run wrote it.
    """

    interaction: Interaction
    seq: int | None = None
    entry: Entry | None = None
    refused: calls.Refused | None = None

    @property
    def done(self) -> bool:
        """Whether it is known what became of it."""
        return self.seq is not None or self.refused is not None


@dataclass
class Corrections:
    """The corrections that wait, the oldest first."""

    waiting: list[Asked] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.waiting)

    def asked(self, interaction: Interaction) -> Asked:
        """Let a correction wait for its turn."""
        self.waiting.append(Asked(interaction))
        return self.waiting[-1]

    def of_key(self, key: str) -> Asked | None:
        """The correction that waits under this key, if there is one."""
        return next((asked for asked in self.waiting if asked.interaction.key == key), None)

    async def next_written(self, pen: Pen) -> bool:
        """Decide on the oldest and write it, while nothing else is written. True where the ledger is ahead of this run:
        then the correction waits on.
        """
        asked = self.waiting[0]
        if asked.interaction.key in pen.keys:  # written by a run that forgot it
            asked.seq = pen.keys[asked.interaction.key]
        else:
            now = workflow.now()
            weighed = await calls.weigh(calls.Weighing(pen.initiative.id, pen.head.seq, asked.interaction, now))
            if weighed.stale:
                return True
            if weighed.refused is not None:
                asked.refused = weighed.refused
            elif not await _written(pen, asked, _decision(asked.interaction, weighed, now)):
                return False
        self.waiting.remove(asked)
        return False


def _decision(interaction: Interaction, weighed: calls.Weighed, now: datetime) -> Waiting:
    said, followed = (tuple(typed(Event, event) for event in events) for events in (weighed.said, weighed.followed))
    decided = Decided(said, followed, weighed.principal)
    heard = Heard(interaction.by, interaction.received_at)
    return Waiting(lambda state, at: decided, now, decided, interaction.key, heard)


async def _written(pen: Pen, asked: Asked, decision: Waiting) -> bool:
    """Append the correction and believe it; false where something else stands there, which then is believed."""
    entries = pen.entries([decision])
    stored = await calls.append(calls.Proposal(pen.initiative.id, pen.head.seq, list(entries)))
    await believe(pen, stored or entries)
    if stored:
        return False
    asked.seq, asked.entry = entries[0].seq, entries[0]
    return True


async def believe(pen: Pen, stored: tuple[Entry, ...]) -> None:
    """Take these entries, which stand after the head, for what is true; what waits is decided again."""
    folded: Initiative | None = None
    if any(isinstance(decode(entry.text).event, EntrySuperseded) for entry in stored):
        folded = typed(Initiative, await calls.refold(calls.Prefix(pen.initiative.id, stored[-1].seq)))
    pen.corrected(stored, workflow.now(), folded)
