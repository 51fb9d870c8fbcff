"""A second opinion on gates, written from the words of the design and sharing no code with `domain.gates`.

Slow and plain on purpose: shares are fractions, sets of seats are tried one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from itertools import chain, combinations

from domain.operating_model import GateRule
from domain.seats import Sector

COORDINATOR = "coordinator"


class Mark(Enum):
    """How a seat stands: favourable, silent, entitled but against, or no longer entitled."""

    PRESENT = "present"
    SILENT = "silent"
    AGAINST = "against"
    GONE = "gone"


@dataclass(frozen=True)
class Table:
    """Seats by id with their sector and mark, the sectors heard without a seat, and who owes each kind of duty."""

    seats: dict[str, tuple[Sector, Mark]]
    voices: tuple[Sector, ...] = ()
    owed: dict[str, frozenset[str]] | None = None

    def marked(self, *marks: Mark) -> list[str]:
        return [seat for seat in sorted(self.seats) if self.seats[seat][1] in marks]


def opens(rule: GateRule, table: Table) -> bool:
    """Whether every clause but the decision is met."""
    return _quorum(rule, table) and _sectors(rule, table) and _share(rule, table) and _done(rule, table)


def _quorum(rule: GateRule, table: Table) -> bool:
    if rule.quorum is None:
        return True
    entitled = len(table.marked(Mark.PRESENT, Mark.SILENT, Mark.AGAINST))
    present = len(table.marked(Mark.PRESENT))
    return (
        present >= Fraction(rule.quorum.share.part, rule.quorum.share.whole) * entitled and present >= rule.quorum.least
    )


def _sectors(rule: GateRule, table: Table) -> bool:
    heard = [table.seats[seat][0] for seat in table.marked(Mark.PRESENT)] + list(table.voices)
    for name, least in (rule.sectors or {}).items():
        found = len(set(heard)) if name == "distinct" else len([s for s in heard if s.value in name.split("|")])
        if found < least:
            return False
    return True


def _share(rule: GateRule, table: Table) -> bool:
    if rule.max_share is None:
        return True
    voting = [table.seats[seat][0] for seat in table.marked(Mark.PRESENT)]
    most = Fraction(rule.max_share.part, rule.max_share.whole) * len(voting)
    return all(voting.count(sector) <= most for sector in voting)


def _done(rule: GateRule, table: Table) -> bool:
    return not any((table.owed or {}).get(kind) for kind in rule.done)


def acted(table: Table, members: frozenset[str]) -> Table:
    """The table once these have acted favourably: the silent among them present, what they owe given."""
    seats = {
        seat: (sector, Mark.PRESENT if mark is Mark.SILENT and seat in members else mark)
        for seat, (sector, mark) in table.seats.items()
    }
    owed = {kind: owing - members for kind, owing in (table.owed or {}).items()}
    return replace(table, seats=seats, owed=owed)


def able(rule: GateRule, table: Table) -> list[str]:
    """Everyone whose act could change anything: the silent, and whoever owes what the gate asks for."""
    owing = chain.from_iterable((table.owed or {}).get(kind, frozenset()) for kind in rule.done)
    return sorted({*table.marked(Mark.SILENT), *owing})


def subsets(members: list[str]) -> Iterator[frozenset[str]]:
    """All subsets, the smaller first, those of one size in the order of their ids."""
    for size in range(len(members) + 1):
        yield from map(frozenset, combinations(members, size))


def completing(rule: GateRule, table: Table) -> frozenset[str] | None:
    """The smallest set whose favourable acts open the gate, the first by ids among equals; None if there is none."""
    return next((chosen for chosen in subsets(able(rule, table)) if opens(rule, acted(table, chosen))), None)
