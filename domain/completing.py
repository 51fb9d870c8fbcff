"""The completing set: the smallest set of those whose favourable acts would open the gate.

Only how many seats of each sector are present matters to a gate, so sizes are tried by counts of sectors, not by sets
of seats; a larger size may open what a smaller one did not, because more votes make room under `max_share`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import NamedTuple

from domain.gates import Duties, Evidence, open_but_for_the_decision, quorum_needed, sector_counts
from domain.operating_model import GateRule
from domain.seats import Sector


def completing_set(rule: GateRule, evidence: Evidence) -> tuple[str, ...] | None:
    """The seats, and `coordinator` if duties of that role are owed, that would open the gate if each acted favourably.

    It is the smallest such set, of several the first by seat ids; sorted. Acting favourably means being present and
    giving what is owed. Empty when the gate is open; None when it waits for nobody who is left.
    """
    owing = tuple(sorted({who for kind in rule.done if kind in evidence.duties for who in evidence.duties[kind].owing}))
    evidence = acting(evidence, owing)
    if open_but_for_the_decision(rule, evidence):
        return owing
    silent = tuple(sorted(evidence.standing.silent))
    for size in range(1, len(silent) + 1):
        if chosen := _first_of_size(rule, evidence, silent, size):
            return tuple(sorted((*owing, *chosen)))
    return None


def acting(evidence: Evidence, members: tuple[str, ...]) -> Evidence:
    """The evidence if these acted favourably: the silent among them present, what they owe given."""
    standing = evidence.standing
    present = {*standing.present, *(seat for seat in standing.silent if seat in members)}
    return replace(
        evidence,
        standing=replace(
            standing,
            present=tuple(seat for seat in standing.entitled if seat in present),
            silent=tuple(seat for seat in standing.silent if seat not in present),
        ),
        duties={kind: _given(duties, members) for kind, duties in evidence.duties.items()},
    )


def _given(duties: Duties, members: tuple[str, ...]) -> Duties:
    owing = tuple(who for who in duties.owing if who not in members)
    return replace(duties, owing=owing, fulfilled=duties.fulfilled + len(duties.owing) - len(owing))


class _Lack(NamedTuple):
    """What a clause on sectors lacks: `number` more seats of these sectors or, if `distinct`, of so many of them."""

    sectors: tuple[Sector, ...]
    number: int
    distinct: bool

    def after(self, sector: Sector, count: int) -> _Lack:
        """What it lacks once `count` more seats of a sector are present."""
        if not count or not self.number or sector not in self.sectors:
            return self
        if self.distinct:
            return _Lack(tuple(other for other in self.sectors if other is not sector), self.number - 1, True)
        return _Lack(self.sectors, max(self.number - count, 0), False)

    def of_use(self, sector: Sector) -> int:
        """How many more seats of a sector it could make use of."""
        return min(self.number, 1 if self.distinct else self.number) if sector in self.sectors else 0


def _lacks(rule: GateRule, evidence: Evidence) -> tuple[_Lack, ...]:
    counts = sector_counts(evidence)
    lacks: list[_Lack] = []
    for name, least in (rule.sectors or {}).items():
        if name == "distinct":
            absent = tuple(sector for sector in Sector if not counts[sector])
            lacks.append(_Lack(absent, least - (len(Sector) - len(absent)), True))
        else:
            named = tuple(Sector(part) for part in name.split("|"))
            lacks.append(_Lack(named, least - sum(counts[sector] for sector in named), False))
    return tuple(lack for lack in lacks if lack.number > 0)


def _first_of_size(rule: GateRule, evidence: Evidence, silent: tuple[str, ...], size: int) -> tuple[str, ...] | None:
    """Of the sets of `size` silent seats that open the gate the first by seat ids; None if none opens it."""
    present, seats = evidence.standing.present, evidence.seats
    if len(present) + size < quorum_needed(rule, evidence.standing):
        return None
    lacks, votes = _lacks(rule, evidence), Counter(seats[seat].sector for seat in present)
    votes_then = len(present) + size
    allowed = rule.max_share.most_of(votes_then) if rule.max_share else votes_then
    under_share = {sector: allowed - votes[sector] for sector in Sector}
    left = Counter(seats[seat].sector for seat in silent)
    if not _suffice(lacks, size, left, under_share):
        return None
    chosen: list[str] = []
    for seat in silent:
        sector = seats[seat].sector
        left[sector] -= 1
        taken = {**under_share, sector: under_share[sector] - 1}
        lacking = tuple(lack.after(sector, 1) for lack in lacks)
        if taken[sector] >= 0 and _suffice(lacking, size - len(chosen) - 1, left, taken):
            chosen.append(seat)
            lacks, under_share = lacking, taken
    return tuple(chosen)


def _suffice(lacks: tuple[_Lack, ...], size: int, left: Counter[Sector], under_share: dict[Sector, int]) -> bool:
    """Whether some `size` of the seats left, within what the share allows each sector, give every clause what it
    lacks.
    """
    room = {sector: min(left[sector], under_share[sector]) for sector in Sector}
    fewest = _fewest(lacks, room)
    return fewest is not None and fewest <= size <= sum(room.values())


def _fewest(lacks: tuple[_Lack, ...], room: dict[Sector, int]) -> int | None:
    """The fewest seats within the room of each sector that give every clause what it lacks, sector by sector."""
    reached, later = {lacks: 0}, list(Sector)
    for sector in Sector:
        later.remove(sector)
        onward: dict[tuple[_Lack, ...], int] = {}
        for lacking, used in reached.items():
            most = max((lack.of_use(sector) for lack in lacking), default=0)
            for count in range(min(room[sector], most) + 1):
                rest = tuple(lack.after(sector, count) for lack in lacking)
                if all(not lack.number or any(other in lack.sectors for other in later) for lack in rest):
                    onward[rest] = min(used + count, onward.get(rest, used + count))
        reached = onward
    return min(reached.values(), default=None)
