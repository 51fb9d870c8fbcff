"""Which entries count: each superseded one has, at its place, the answer that stands for it.

The fold of a stream is the fold of these. What supersedes is folded where it takes effect, not where it was written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from domain.correcting.events import EntrySuperseded
from domain.events import Event
from domain.ledger.entries import Recorded


@dataclass
class Places:
    """Where each entry takes effect that does so elsewhere, and what stands at the places of the superseded ones: the
    answer that was given instead, or for a withdrawn one the event that says so. What has `fallen` stands nowhere.
    """

    of: dict[int, int] = field(default_factory=dict)
    standing: dict[int, Event] = field(default_factory=dict)
    superseded: dict[int, int] = field(default_factory=dict)
    fallen: set[int] = field(default_factory=set)

    @classmethod
    def in_stream(cls, entries: Iterable[Recorded]) -> Places:
        """All places of a stream in order."""
        places, awaited = cls(), None
        for entry in entries:
            if awaited is not None and entry.seq == awaited[0]:
                places.standing[awaited[1]] = entry.event
                awaited = None
            elif isinstance(entry.event, EntrySuperseded):
                awaited = places._supersede(entry.seq, entry.event)
        return places

    def _supersede(self, seq: int, event: EntrySuperseded) -> tuple[int, int] | None:
        place = self.of.get(event.entry, event.entry)
        self.of[seq], self.superseded[event.entry] = place, seq
        self.standing[place] = event
        self.fallen.update(event.fallen)
        if event.by is None:
            return None
        self.of[event.by] = place
        return event.by, place


def effective(entries: Iterable[Recorded]) -> tuple[Recorded, ...]:
    """The entries of a stream as they count, in order; without corrections the stream itself."""
    stream = tuple(entries)
    places = Places.in_stream(stream)
    if not places.of:
        return stream
    return tuple(
        replace(entry, event=places.standing.get(entry.seq, entry.event))
        for entry in stream
        if entry.seq not in places.of and entry.seq not in places.fallen
    )
