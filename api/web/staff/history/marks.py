"""What stands beside entries: how far they are proved to others, and which of them a correction replaced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from api.timelines import Happening
from domain.correcting.events import EntrySuperseded
from domain.ledger.entries import decode
from models import log_proofs
from models.append import STREAM, entries_of_types, times_of
from models.timelines import cursor_at


@dataclass(frozen=True)
class Marks:
    """By the number of an entry of the initiative: by which entry it was `replaced` (itself corrected or withdrawn) and
    which one it `replaces`; when the entries that are pointed at were recorded; and the `places` in the log.
    """

    replaced: Mapping[int, int] = field(default_factory=dict)
    replaces: Mapping[int, int] = field(default_factory=dict)
    times: Mapping[int, datetime] = field(default_factory=dict)
    places: Mapping[tuple[str, int], int] = field(default_factory=dict)

    def cursor(self, initiative: str, seq: int) -> str:
        """The cursor of the page, newest first, on which this entry of the initiative stands at the head."""
        return cursor_at((self.times[seq], STREAM + initiative, seq + 1))


def marks(session: Session, initiative: str, shown: Sequence[Happening], until: datetime | None) -> Marks:
    """The marks of these entries of an initiative, as they stood before an instant. Three statements."""
    replaced, replaces = dict[int, int](), dict[int, int]()
    for entry in entries_of_types(session, STREAM + initiative, [EntrySuperseded.KIND]):
        recorded = decode(entry.text)
        event = recorded.event
        if not isinstance(event, EntrySuperseded) or (until is not None and recorded.at >= until):
            continue
        newer = event.by if event.by is not None else recorded.seq
        replaced |= dict.fromkeys((event.entry, *event.fallen), newer)
        replaces[newer] = event.entry
    times = times_of(session, STREAM + initiative, {*replaced.values(), *replaces.values()})
    places = log_proofs.indexes(session, [(one.stream, one.seq) for one in shown])
    return Marks(replaced, replaces, times, places)
