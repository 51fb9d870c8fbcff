"""What a gate looks at: plain values that phases and the ledger fill in, so that the clauses know neither."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from domain.gate_words import Settled
from domain.seats import Seat, Sector
from domain.standing import Standing
from domain.votes import Tally


@dataclass(frozen=True)
class Duties:
    """How things of one kind stand, duties or others: how many are fulfilled of how many, who still owes (a seat id or
    `coordinator`), and which things are `left`, where they have names. One of `either` is enough to settle them all.
    """

    fulfilled: int
    of: int
    owing: tuple[str, ...]
    left: tuple[str, ...] = ()
    either: tuple[str, ...] = ()


@dataclass(frozen=True)
class Indicators:
    """The shared indicators: how many, the levels they measure, the owners of those without a baseline; and of the
    observations that have fallen due how many are in, and how many each owner still owes.
    """

    number: int = 0
    levels: tuple[str, ...] = ()
    without_baseline: tuple[str, ...] = ()
    given: int = 0
    owed: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What a phase knows for its gate beside who is present. What it leaves out, it has nothing of.

    `ratings` are the answers to each rating by its name, one of each seat that answered; `conditions` those to each of
    the five conditions by sector. A recused seat's are not among them.
    """

    settled: dict[Settled, Duties] = field(default_factory=dict)
    indicators: Indicators = field(default_factory=Indicators)
    ratings: dict[str, tuple[int, ...]] = field(default_factory=dict)
    conditions: dict[str, dict[Sector, tuple[int, ...]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Evidence:
    """All that a gate looks at. `tally` is that of the open vote, None while no vote is open; `act` says in words what
    makes a seat present. `voters` are the seats that have a vote whatever they say (None: those that are present).

    `place` is the municipality the initiative is for. `unheard` are the seats that have not had their chance to speak
    yet, with the instant until which they may (None: they have not even been asked). `excepted` are the names of
    clauses met by a reasoned exception.
    """

    seats: dict[str, Seat]
    standing: Standing
    duties: dict[str, Duties]
    tally: Tally | None = None
    act: str = "say yes"
    place: str = ""
    found: Found = field(default_factory=Found)
    unheard: dict[str, datetime | None] = field(default_factory=dict)
    excepted: tuple[str, ...] = ()
    voters: tuple[str, ...] | None = None

    @property
    def voting(self) -> tuple[str, ...]:
        """The seats whose votes can be cast as things are."""
        return self.standing.present if self.voters is None else self.voters
