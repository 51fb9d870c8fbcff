"""Choosing among the silent seats the fewest whose presence opens the gate, the first of them by id.

Only how many seats of each sector are present, and which municipalities they speak for, matters to a gate. So sizes are
tried by counts of sectors, not by sets of seats; a larger size may open what a smaller one did not, because more votes
make room under `max_share`.
"""

from __future__ import annotations

from collections import Counter

from domain.completing.lacks import Lack, Reach, Uncovered, fewest, lacks
from domain.gates import presence, rating
from domain.gates.evidence import Evidence
from domain.operating_model import GateRule
from domain.seats import Sector


def silent_needed(rule: GateRule, evidence: Evidence) -> tuple[str, ...] | None:
    """The smallest set of silent seats, the first by ids; empty when presence lacks nothing, None if no set helps."""
    looks = (*presence.clauses(rule, evidence), *rating.clauses(rule, evidence))
    if all(clause.met for clause in looks):
        return ()
    silent = tuple(sorted(evidence.standing.silent))
    for size in range(max(1, _ratings_needed(rule, evidence)), len(silent) + 1):
        if chosen := _first_of_size(rule, evidence, silent, size):
            return chosen
    return None


def _ratings_needed(rule: GateRule, evidence: Evidence) -> int:
    """How many more seats must rate favourably for every median to be high enough."""
    if rule.median is None:
        return 0
    return max((rating.lacking(given, rule.median) for given in evidence.found.ratings.values()), default=0)


def _first_of_size(rule: GateRule, evidence: Evidence, silent: tuple[str, ...], size: int) -> tuple[str, ...] | None:
    """Of the sets of `size` silent seats that open the gate the first by seat ids; None if none opens it."""
    seats, votes_then = evidence.seats, len(evidence.standing.present) + size
    if votes_then < presence.quorum_needed(rule, evidence.standing):
        return None
    lacking, uncovered = lacks(rule, evidence), Uncovered.of(rule, evidence)
    votes = Counter(seats[seat].sector for seat in evidence.standing.present)
    allowed = rule.max_share.most_of(votes_then) if rule.max_share else votes_then
    under_share = {sector: allowed - votes[sector] for sector in Sector}
    if not _suffice(evidence, lacking, uncovered, size, silent, under_share):
        return None
    chosen: list[str] = []
    for number, seat in enumerate(silent, start=1):
        sector = seats[seat].sector
        taken = {**under_share, sector: under_share[sector] - 1}
        if taken[sector] < 0 or len(chosen) == size:
            continue
        rest = tuple(lack.after(sector, 1) for lack in lacking)
        covering = uncovered.after(seats[seat].municipality)
        if _suffice(evidence, rest, covering, size - len(chosen) - 1, silent[number:], taken):
            chosen.append(seat)
            lacking, uncovered, under_share = rest, covering, taken
    return tuple(chosen)


def _suffice(
    evidence: Evidence,
    lacking: tuple[Lack, ...],
    uncovered: Uncovered,
    size: int,
    left: tuple[str, ...],
    under_share: dict[Sector, int],
) -> bool:
    """Whether some `size` of the seats left, within what the share allows each sector, give every clause what it
    lacks.
    """
    numbers = Counter(evidence.seats[seat].sector for seat in left)
    room = Counter({sector: min(numbers[sector], under_share[sector]) for sector in Sector})
    reach = Reach.of(evidence, left, uncovered) if uncovered.number else Reach((), ((frozenset(), 0),))
    least = fewest(lacking, uncovered.number, reach, room)
    return least is not None and least <= size <= sum(room.values())
