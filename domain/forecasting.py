"""Forecasting: what happens by itself, computed by the same rules that will bring it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.clockwork import next_wake, tick
from domain.events import VoteCounted
from domain.initiative import Initiative
from domain.merging.events import InitiativeMerged
from domain.voting.counting import awaits_count


@dataclass(frozen=True)
class NextEvent:
    """What happens by itself, and when, if nobody acts: the kinds of the events, in order."""

    at: datetime
    kinds: tuple[str, ...]


def next_if_nobody_acts(initiative: Initiative) -> NextEvent | None:
    """The next automatic event; None once nothing is left to happen."""
    at = next_wake(initiative)
    if at is not None and initiative.bound is not None:
        return NextEvent(at, (InitiativeMerged.KIND,))
    if at is not None and awaits_count(initiative, at):
        return NextEvent(at, (VoteCounted.KIND,))
    events = tick(initiative, at) if at is not None else ()
    return NextEvent(at, tuple(dict.fromkeys(event.KIND for event in events))) if at is not None and events else None
