"""Traces: what happened, case by case, for tools that look at one thing at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.exports.exported import Exported
from domain.exports.relating import obligations


class Case(StrEnum):
    """What a trace is about."""

    INITIATIVE = "initiative"
    OBLIGATION = "obligation"


@dataclass(frozen=True)
class Trace:
    """What happened in one case, in order; `initiative` is where."""

    name: str
    initiative: str
    entries: Iterable[Exported]


def by_obligation(initiative: str, entries: Iterable[Exported]) -> Iterator[Trace]:
    """A trace for each obligation that was opened, in order, of the entries that name it and of what was said when it
    was fulfilled. An entry that names several stands in the trace of each.
    """
    found: dict[str, list[Exported]] = {}
    said: list[Exported] = []
    for entry in entries:
        if said and (entry.said["cause"] is None or said[0].said["cause"] != entry.said["cause"]):
            said = []
        named = [one for one in obligations(entry) if one in found or entry.type == "obligation.opened"]
        for one in named:
            trace = found.setdefault(one, [])
            if entry.type == "obligation.fulfilled":
                trace += said
            trace.append(entry)
        if not named and entry.said["cause"] is not None:
            said.append(entry)
    for name, trace in found.items():
        yield Trace(f"{initiative}/{name}", initiative, trace)
