"""What a gate still lacks of sectors and municipalities, and the fewest seats that would bring it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from domain.gates.evidence import Evidence
from domain.gates.presence import concerned, sector_counts, taking_part
from domain.operating_model import GateRule
from domain.seats import Sector


class Lack(NamedTuple):
    """What a clause on sectors lacks: `number` more seats of these sectors or, if `distinct`, of so many of them."""

    sectors: tuple[Sector, ...]
    number: int
    distinct: bool

    def after(self, sector: Sector, count: int) -> Lack:
        """What it lacks once `count` more seats of a sector are present."""
        if not count or not self.number or sector not in self.sectors:
            return self
        if self.distinct:
            return Lack(tuple(other for other in self.sectors if other is not sector), self.number - 1, True)
        return Lack(self.sectors, max(self.number - count, 0), False)

    def of_use(self, sector: Sector) -> int:
        """How many more seats of a sector it could make use of."""
        return min(self.number, 1 if self.distinct else self.number) if sector in self.sectors else 0


def lacks(rule: GateRule, evidence: Evidence) -> tuple[Lack, ...]:
    """What the clauses on sectors lack."""
    counts = sector_counts(evidence)
    found: list[Lack] = []
    for name, least in (rule.sectors or {}).items():
        if name == "distinct":
            absent = tuple(sector for sector in Sector if not counts[sector])
            found.append(Lack(absent, least - (len(Sector) - len(absent)), True))
        else:
            named = tuple(Sector(part) for part in name.split("|"))
            found.append(Lack(named, least - sum(counts[sector] for sector in named), False))
    return tuple(lack for lack in found if lack.number > 0)


@dataclass(frozen=True)
class Uncovered:
    """How many more municipalities must take part, and which could."""

    number: int
    codes: frozenset[str]

    @classmethod
    def of(cls, rule: GateRule, evidence: Evidence) -> Uncovered:
        """What the clause on municipalities lacks."""
        if rule.municipalities is None:
            return cls(0, frozenset())
        every, present = concerned(evidence), taking_part(evidence)
        return cls(max(rule.municipalities.least_of(len(every)) - len(present), 0), every - present)

    def after(self, code: str | None) -> Uncovered:
        """What it lacks once a seat that speaks for this municipality is present."""
        if code not in self.codes:
            return self
        return Uncovered(max(self.number - 1, 0), self.codes - {code})


@dataclass(frozen=True)
class Reach:
    """Which uncovered municipalities the seats of each sector could still bring in; `unions` counts them for each set
    of sectors.
    """

    sectors: tuple[Sector, ...]
    unions: tuple[tuple[frozenset[Sector], int], ...]

    @classmethod
    def of(cls, evidence: Evidence, left: tuple[str, ...], uncovered: Uncovered) -> Reach:
        """What the seats that are left could bring."""
        codes: dict[Sector, set[str]] = {}
        for seat in left:
            if (code := evidence.seats[seat].municipality) in uncovered.codes and code is not None:
                codes.setdefault(evidence.seats[seat].sector, set()).add(code)
        sectors = tuple(sorted(codes))
        chosen = (some for size in range(len(sectors) + 1) for some in combinations(sectors, size))
        sums = [(frozenset(some), len(set[str]().union(*(codes[sector] for sector in some)))) for some in chosen]
        return cls(sectors, tuple(sums))

    def covered(self, counts: dict[Sector, int]) -> int:
        """How many municipalities so many well chosen seats of each sector bring in: by König's theorem the least, over
        all sets of sectors, of what these could bring and the number of seats of the others.
        """
        return min(sum(counts[s] for s in self.sectors if s not in some) + union for some, union in self.unions)


def fewest(lacking: tuple[Lack, ...], uncovered: int, reach: Reach, room: Counter[Sector]) -> int | None:
    """The fewest seats within the room of each sector that give every clause what it lacks; None if none do.

    A seat more brings at most one municipality more, and does so as long as the room allows it at all. So it is enough
    to look at the seats that the sectors need, and to add what these leave uncovered.
    """
    if uncovered and reach.covered(room) < uncovered:
        return None
    needed = _counts(lacking, room, reach.sectors if uncovered else ())

    def together(counts: tuple[int, ...], used: int) -> int:
        if not uncovered:
            return used
        return used + max(uncovered - reach.covered(dict(zip(reach.sectors, counts, strict=True))), 0)

    return min((together(counts, used) for counts, used in needed.items()), default=None)


def _counts(lacking: tuple[Lack, ...], room: Counter[Sector], told: tuple[Sector, ...]) -> dict[tuple[int, ...], int]:
    """The ways to give the clauses on sectors what they lack, sector by sector: the counts of the sectors to be told of
    them, and the fewest seats that it takes.
    """
    later = list(Sector)
    reached: dict[tuple[tuple[Lack, ...], tuple[int, ...]], int] = {(lacking, ()): 0}
    for sector in sorted(Sector):
        later.remove(sector)
        onward: dict[tuple[tuple[Lack, ...], tuple[int, ...]], int] = {}
        for (lacks_now, counts), used in reached.items():
            most = max((lack.of_use(sector) for lack in lacks_now), default=0)
            for count in range(min(room[sector], most) + 1):
                rest = tuple(lack.after(sector, count) for lack in lacks_now)
                if all(not lack.number or any(other in lack.sectors for other in later) for lack in rest):
                    state = (rest, (*counts, count) if sector in told else counts)
                    onward[state] = min(used + count, onward.get(state, used + count))
        reached = onward
    found: dict[tuple[int, ...], int] = {}
    for (_, counts), used in reached.items():
        found[counts] = min(used, found.get(counts, used))
    return found
