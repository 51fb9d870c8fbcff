"""Reading back: a seat is told of every correction that somebody else has entered for it, and can put it right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.acting import keeper, line
from domain.commands import Correction
from domain.correcting.naming import Named
from domain.events import EntryReadBack, ObligationFulfilled, ObligationOpened
from domain.initiative import Initiative
from domain.ledger.entries import Recorded
from domain.matters.entries.state import ENTERED, correction_window


def read_back(
    entries: Sequence[Recorded], found: Named, correction: Correction, initiative: Initiative, now: datetime
) -> tuple[EntryReadBack, ...]:
    """The letter to the seat about what was corrected for it, as about anything that is entered for it.

    It is about the duty that was answered then, also if its phase has closed. A model that reads nothing back reads no
    correction back, and nobody can be told who was never asked for anything.
    """
    seat = correction.said.by.seat
    if seat is None or correction.said.by.channel not in ENTERED or not initiative.has("entries"):
        return ()
    owed = _answered(entries, found, seat)
    if owed is None:
        return ()
    told, until = correction_window(initiative, now)
    said = found.kind.commands[0] if correction.answer is None else correction.answer.KIND
    return (EntryReadBack(owed, said, keeper(initiative, line(initiative, seat)), until, told),)


def _answered(entries: Sequence[Recorded], found: Named, seat: str) -> str | None:
    """The duty that the answer had fulfilled; else the seat's newest of that kind, else its newest."""
    fulfilled = [entry.event.obligation for entry in found.tail if isinstance(entry.event, ObligationFulfilled)]
    opened = [entry.event for entry in entries if isinstance(entry.event, ObligationOpened)]
    own = [asked.obligation for asked in opened if asked.seat == seat]
    alike = [asked.obligation for asked in opened if asked.seat == seat and asked.duty == found.kind.duty]
    first_choice = [name for name in fulfilled if name in own]
    return next((names[-1] for names in (first_choice, alike, own) if names), None)
