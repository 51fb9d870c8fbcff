"""Choosing among the silent seats the fewest whose presence opens the gate, the first of them by id.

Only how many seats of each sector are present, and which municipalities they speak for, matters to a gate. So sizes are
tried by counts of sectors, not by sets of seats; a larger size may open what a smaller one did not, because more votes
make room under `max_share`.

For the five conditions it matters how each sector has rated. There a set is grown, and whoever can be spared left out.
Under `max_share` several may be spared together where none can be alone, so there, of up to twelve, all sets are tried.
Of more than twelve a set may be told of which several could be spared together, or none where none grows seat by seat.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import combinations
from typing import Final

from domain.completing.acting import acting
from domain.completing.lacks import Lack, Reach, Uncovered, fewest, lacks
from domain.gates import conditions, presence, rating
from domain.gates.evidence import Evidence
from domain.operating_model import GateRule
from domain.seats import Sector

EXACT: Final = 12
"""Of up to so many seats all sets are tried, where leaving out one by one would not do."""


def silent_needed(rule: GateRule, evidence: Evidence) -> tuple[str, ...] | None:
    """The silent seats that must act; empty when presence lacks nothing, None if no set helps. It is the smallest set,
    the first by ids; with more than that for the five conditions, one of which no proper part helps (but see above).
    """
    chosen = _smallest(rule, evidence)
    if chosen is None or rule.conditions is None or _all_met(rule, evidence, chosen):
        return chosen
    silent = sorted(evidence.standing.silent)
    if rule.max_share is None:  # whoever acts besides does no harm, so whom one cannot spare alone nobody can
        return _grown(rule, evidence, chosen)
    if not _rated_so(rule, evidence, silent):
        return None
    if len(silent) <= EXACT:
        return _first(rule, evidence, silent, len(chosen))
    grown = _grown(rule, evidence, chosen)
    return grown if grown is None or len(grown) > EXACT else _first(rule, evidence, grown, len(chosen))


def _first(rule: GateRule, evidence: Evidence, seats: Sequence[str], least: int) -> tuple[str, ...] | None:
    """The smallest set of these seats that helps, the first by ids, of at least so many."""
    sets = (some for size in range(least, len(seats) + 1) for some in combinations(seats, size))
    return next((some for some in sets if _all_met(rule, evidence, some)), None)


def _all_met(rule: GateRule, evidence: Evidence, chosen: Collection[str]) -> bool:
    then = acting(rule, evidence, chosen)
    return all(clause.met for clause in presence.clauses(rule, then)) and _rated_so(rule, evidence, chosen)


def _rated_so(rule: GateRule, evidence: Evidence, chosen: Collection[str]) -> bool:
    """Whether all that is rated would be met; who acts besides only lifts it."""
    then = acting(rule, evidence, chosen)
    return all(clause.met for clause in (*rating.clauses(rule, then), *conditions.clauses(rule, then)))


def _grown(rule: GateRule, evidence: Evidence, chosen: tuple[str, ...]) -> tuple[str, ...] | None:
    """All of the silent, or as many as the share of each sector has room for; then, from the last on, none too many."""
    members = sorted(evidence.standing.silent)
    if not _all_met(rule, evidence, members):
        members = _with_room(rule, evidence, chosen)
        if not _all_met(rule, evidence, members):
            return None
    before: list[str] = []
    while before != members:  # whom one could not spare may be spared once others have gone
        before = members
        for seat in reversed(before):
            fewer = [one for one in members if one != seat]
            members = fewer if _all_met(rule, evidence, fewer) else members
    return tuple(members)


def _with_room(rule: GateRule, evidence: Evidence, chosen: tuple[str, ...]) -> list[str]:
    """The chosen, and by ids whoever of the others can act without too large a share of one sector."""
    members, grows = list(chosen), rule.max_share is not None
    while grows:
        grows = False
        for seat in sorted(set(evidence.standing.silent) - set(members)):
            then = acting(rule, evidence, (*members, seat))
            if all(clause.met for clause in presence.clauses(rule, then)):
                members.append(seat)
                grows = True
    return sorted(members)


def _smallest(rule: GateRule, evidence: Evidence) -> tuple[str, ...] | None:
    """The smallest set that gives presence and medians what they lack."""
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
