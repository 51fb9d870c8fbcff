"""What initiatives say of lessons in their ledgers: those they wrote, and their answers to earlier ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from domain.correcting.effective import Places
from domain.correcting.events import EntrySuperseded
from domain.events import LessonWritten
from domain.ledger.entries import Recorded, decode
from domain.phases.joint_planning.events import LessonAnswered
from models.append import STREAM
from models.tables import LedgerEntry

_KINDS = (LessonWritten.KIND, LessonAnswered.KIND, EntrySuperseded.KIND)


@dataclass
class Said:
    """What an initiative says of lessons: those it wrote, and its last answer to each earlier one."""

    written: list[Recorded] = field(default_factory=list)
    answers: dict[str, Recorded] = field(default_factory=dict)
    places: Places = field(default_factory=Places)

    def lesson(self, entry: int) -> int:
        """The entry that first wrote the lesson which this entry writes: the same for all its corrections."""
        return self.places.of.get(entry, entry)


def said(session: Session, initiative: str) -> Said:
    """What an initiative says of lessons, without what corrections have superseded."""
    return said_by(session, [initiative])[initiative]


def said_by(session: Session, initiatives: Collection[str]) -> dict[str, Said]:
    """The same of several, by their ids."""
    streams = [STREAM + initiative for initiative in initiatives]
    query = select(LedgerEntry.stream, LedgerEntry.bytes_text).where(
        col(LedgerEntry.stream).in_(streams), col(LedgerEntry.type).in_(_KINDS)
    )
    entries: dict[str, list[Recorded]] = {initiative: [] for initiative in initiatives}
    for stream, text in session.exec(query.order_by(col(LedgerEntry.stream), col(LedgerEntry.seq))):
        entries[stream.removeprefix(STREAM)].append(decode(text))
    return {initiative: _of_one(told) for initiative, told in entries.items()}


def _of_one(entries: list[Recorded]) -> Said:
    said = Said(places=Places.in_stream(entries))
    for entry in entries:
        if entry.seq in said.places.superseded:
            continue
        match entry.event:
            case LessonWritten():
                said.written.append(entry)
            case LessonAnswered(earlier):
                said.answers[earlier] = entry
    return said
