"""What a correction changes beside the answer itself: clauses of gates, what was built on it, exits in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.correcting.correctable import Correctable
from domain.correcting.events import ClauseChange, Impact
from domain.events import Event, InitiativeStarted, PhaseExited
from domain.explaining import gate_clauses
from domain.folding import after, begin
from domain.gates import Clause
from domain.initiative import Initiative
from domain.ledger.entries import Recorded
from domain.operating_model import ExitKind

_NOTHING = Clause("", 0, 0, True)


@dataclass(frozen=True)
class Gate:
    """The clauses of a gate, as an exit met them (None: as they stand in the present phase), and which exit it was."""

    clauses: dict[str, Clause]
    exit: ExitKind | None = None

    @property
    def open(self) -> bool:
        """Whether every clause is met."""
        return all(clause.met for clause in self.clauses.values())


@dataclass(frozen=True)
class Told:
    """What a stream adds up to, and every gate on the way by the entry of its exit; that of the present phase has the
    key None.
    """

    initiative: Initiative
    gates: dict[int | None, Gate]


def told(entries: Iterable[Recorded], now: datetime) -> Told:
    """Fold entries that count, and look at each gate just before its exit. Raises LookupError for an empty stream."""
    initiative: Initiative | None = None
    gates: dict[int | None, Gate] = {}
    for entry in entries:
        if isinstance(entry.event, InitiativeStarted):
            initiative = begin(entry.event)
            continue
        if initiative is None:
            break
        if isinstance(entry.event, PhaseExited):
            gates[entry.seq] = _gate(initiative, entry.at, entry.event.exit)
        initiative = after(initiative, entry.event, entry.at)
    if initiative is None:
        raise LookupError("the stream does not begin with the start of an initiative")
    if not initiative.settled and initiative.outcome is None:
        gates[None] = _gate(initiative, now, None)
    return Told(initiative, gates)


def _gate(initiative: Initiative, at: datetime, exit: ExitKind | None) -> Gate:
    return Gate({clause.clause: clause for clause in gate_clauses(initiative, at)}, exit)


def impact(before: Told, corrected: Told, builds: Sequence[Recorded]) -> Impact:
    """What differs between the gates of the two, beside what was built on the corrected answer."""
    return Impact(
        clauses=tuple(
            change
            for exit, gate in before.gates.items()
            for change in _changes(gate.clauses, corrected.gates[exit].clauses, exit)
        ),
        builds=tuple(entry.seq for entry in builds),
        exits=tuple(
            exit
            for exit, gate in before.gates.items()
            if exit is not None and gate.exit is ExitKind.ADVANCE and gate.open and not corrected.gates[exit].open
        ),
    )


def _changes(before: dict[str, Clause], now: dict[str, Clause], exit: int | None) -> Iterator[ClauseChange]:
    for name in dict.fromkeys((*before, *now)):
        was, is_ = before.get(name, _NOTHING), now.get(name, _NOTHING)
        if (was.have, was.need, was.met) != (is_.have, is_.need, is_.met):
            yield ClauseChange(name, was.have, was.need, was.met, is_.have, is_.need, is_.met, exit)


def built_on(entries: Sequence[Recorded], place: int, kind: Correctable, event: Event) -> tuple[Recorded, ...]:
    """The later entries that count and name what this answer made."""
    if not kind.makes:
        return ()
    made = getattr(event, kind.makes)
    return tuple(entry for entry in entries if entry.seq > place and _names(entry.event, kind.named_in, made))


def _names(event: Event, fields: tuple[str, ...], made: str) -> bool:
    held = (getattr(event, field, None) for field in fields)
    return any(made == value or (isinstance(value, tuple) and made in value) for value in held)
