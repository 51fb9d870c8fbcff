"""What a correction must come to, told again without its code: a list with an event replaced, folded naively."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.correcting.events import ClauseChange, EntrySuperseded
from domain.events import Event, InitiativeStarted, PhaseExited
from domain.explaining import explain
from domain.folding import after, begin
from domain.gates import Clause
from domain.initiative import Initiative
from domain.ledger.entries import Recorded

Gates = dict[int | None, dict[str, Clause]]
"""The clauses of every gate by the entry of its exit; None: those of the present phase."""


@dataclass
class Line:
    """One event that counts, of the entry it was first written as."""

    seq: int
    at: datetime
    event: Event


class Book:
    """Lines as they count, kept by hand."""

    def __init__(self, entries: Sequence[Recorded]) -> None:
        self.lines: list[Line] = []
        self.wrote: dict[int, Line] = {}
        self.take(entries)

    def take(self, entries: Sequence[Recorded]) -> None:
        """Write on, correcting by hand what is superseded."""
        entries = list(entries)
        while entries:
            entry = entries.pop(0)
            if isinstance(entry.event, EntrySuperseded):
                line = self.wrote[entry.event.entry]
                if entry.event.by is None:
                    gone = (line, *(self.wrote[fallen] for fallen in entry.event.fallen))
                    self.lines = [line for line in self.lines if line not in gone]
                else:
                    instead = entries.pop(0)
                    assert instead.seq == entry.event.by == entry.seq + 1
                    line.event = instead.event
                    self.wrote[instead.seq] = line
            else:
                line = Line(entry.seq, entry.at, entry.event)
                self.lines.append(line)
                self.wrote[entry.seq] = line

    def folded(self) -> Initiative:
        """What the lines add up to."""
        return self._walked(datetime.max)[0]

    def gates(self, now: datetime) -> Gates:
        """The clauses of every gate just before its exit, by the exit's entry; None: those of the present phase."""
        return self._walked(now)[1]

    def exits(self) -> dict[int, str]:
        """Every exit by its entry."""
        return {line.seq: line.event.exit for line in self.lines if isinstance(line.event, PhaseExited)}

    def _walked(self, now: datetime) -> tuple[Initiative, Gates]:
        first, *rest = self.lines
        assert isinstance(first.event, InitiativeStarted)
        initiative = begin(first.event)
        gates: Gates = {}
        for line in rest:
            if isinstance(line.event, PhaseExited):
                gates[line.seq] = _clauses(initiative, line.at)
            initiative = after(initiative, line.event, line.at)
        if not initiative.settled and now < datetime.max.replace(tzinfo=now.tzinfo):
            gates[None] = _clauses(initiative, now)
        return initiative, gates


def _clauses(initiative: Initiative, at: datetime) -> dict[str, Clause]:
    return {clause.clause: clause for clause in explain(initiative, at).clauses}


def differences(before: Gates, now: Gates) -> set[ClauseChange]:
    """Every clause that reads otherwise."""
    found, nothing = set(), Clause("", 0, 0, True)
    for exit in before:
        for name in {*before[exit], *now[exit]}:
            was, is_ = before[exit].get(name, nothing), now[exit].get(name, nothing)
            change = ClauseChange(name, was.have, was.need, was.met, is_.have, is_.need, is_.met, exit)
            if (was.have, was.need, was.met) != (is_.have, is_.need, is_.met):
                found.add(change)
    return found


def counted(initiative: Initiative) -> Initiative:
    """Without the count of withdrawn things, which no event of theirs tells."""
    return replace(initiative, withdrawn={})
