"""The completing set: the smallest set of seats whose favourable acts would open the gate."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from domain.gates import Duties, Evidence, clauses, sector_counts
from domain.operating_model import GateRule
from domain.seats import Sector


def completing_set(rule: GateRule, evidence: Evidence) -> tuple[str, ...] | None:
    """The seats, by id, that would open the gate if each acted favourably: an inclusion-minimal set, ties by seat id.

    Acting favourably means being present and giving what the seat owes. Empty when the gate is open; None when no set
    of
    seats can open it, because it waits for a role, for time, or for nobody who is left.
    """
    owing = {seat for duties in evidence.duties.values() for seat in duties.owing}
    if "coordinator" in owing:
        owing.discard("coordinator")
        evidence = replace(evidence, duties={kind: _without_coordinator(d) for kind, d in evidence.duties.items()})
    first = acting(evidence, tuple(sorted(owing)))
    if _open(rule, first):
        return tuple(sorted(owing))
    silent = tuple(sorted(first.standing.silent))
    for size in range(1, len(silent) + 1):
        for touched in _touchable(first, size):
            chosen = _choose(rule, first, silent, size, touched)
            if chosen is not None and _open(rule, acting(first, chosen)):
                return tuple(sorted({*owing, *chosen}))
    return None


def acting(evidence: Evidence, seats: tuple[str, ...]) -> Evidence:
    """The evidence if these seats acted favourably: the silent among them present, what they owe given."""
    standing = evidence.standing
    present = {*standing.present, *(seat for seat in seats if seat in standing.silent)}
    return replace(
        evidence,
        standing=replace(
            standing,
            present=tuple(seat for seat in standing.entitled if seat in present),
            silent=tuple(seat for seat in standing.silent if seat not in present),
        ),
        duties={kind: _given(duties, seats) for kind, duties in evidence.duties.items()},
    )


def _given(duties: Duties, seats: tuple[str, ...]) -> Duties:
    owing = tuple(seat for seat in duties.owing if seat not in seats)
    return replace(duties, owing=owing, fulfilled=duties.fulfilled + len(duties.owing) - len(owing))


def _without_coordinator(duties: Duties) -> Duties:
    return _given(duties, ("coordinator",))


def _open(rule: GateRule, evidence: Evidence) -> bool:
    return all(clause.met for clause in clauses(rule, evidence))


def _touchable(evidence: Evidence, size: int) -> list[tuple[Sector, ...]]:
    """Which sectors not yet present the chosen seats might bring in, fewest first."""
    counts = sector_counts(evidence)
    absent = sorted(
        {evidence.seats[seat].sector for seat in evidence.standing.silent if not counts[evidence.seats[seat].sector]}
    )
    return [chosen for number in range(min(size, len(absent)) + 1) for chosen in combinations(absent, number)]


def _choose(
    rule: GateRule, evidence: Evidence, silent: tuple[str, ...], size: int, touched: tuple[Sector, ...]
) -> tuple[str, ...] | None:
    """The first `size` silent seats by id that bring in `touched`, what single sectors lack, and no sector over its
    share.
    """
    counts = sector_counts(evidence)
    lacking = {Sector(n): least - counts[Sector(n)] for n, least in (rule.sectors or {}).items() if n in set(Sector)}
    wanted = {sector: max(lacking.get(sector, 0), int(sector in touched)) for sector in Sector}
    limit = len(evidence.standing.present) + size
    allowed = limit * rule.max_share // 100 if rule.max_share is not None else limit
    chosen: list[str] = []
    room = size - sum(number for number in wanted.values() if number > 0)
    held = {sector: sum(evidence.seats[s].sector is sector for s in evidence.standing.present) for sector in Sector}
    for seat in silent:
        sector = evidence.seats[seat].sector
        if held[sector] >= allowed:
            continue
        if wanted[sector] > 0:
            wanted[sector] -= 1
        elif room > 0:
            room -= 1
        else:
            continue
        held[sector] += 1
        chosen.append(seat)
    return tuple(chosen) if len(chosen) == size else None
