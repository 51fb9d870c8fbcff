"""What if these acted favourably?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from domain.conditions import MOST
from domain.gates.evidence import Duties, Evidence, Indicators
from domain.operating_model import GateRule
from domain.seats import Sector


def acting(rule: GateRule, evidence: Evidence, members: Collection[str]) -> Evidence:
    """The evidence if these acted: the silent among them present and rating well, what they owe given."""
    standing = evidence.standing
    newly = [seat for seat in standing.silent if seat in members]
    present = {*standing.present, *newly}
    found = replace(
        evidence.found,
        settled={word: _given(things, members) for word, things in evidence.found.settled.items()},
        indicators=_observed(evidence.found.indicators, members),
        ratings={n: given + (rule.median or 0,) * len(newly) for n, given in evidence.found.ratings.items()},
        conditions={n: _rated(given, newly, evidence) for n, given in evidence.found.conditions.items()},
    )
    return replace(
        evidence,
        standing=replace(
            standing,
            present=tuple(seat for seat in standing.entitled if seat in present),
            silent=tuple(seat for seat in standing.silent if seat not in present),
        ),
        duties={kind: _given(duties, members) for kind, duties in evidence.duties.items()},
        found=found,
    )


def _rated(given: dict[Sector, tuple[int, ...]], newly: list[str], evidence: Evidence) -> dict[Sector, tuple[int, ...]]:
    """With the best rating of each who acts now."""
    rated = dict(given)
    for seat in newly:
        sector = evidence.seats[seat].sector
        rated[sector] = (*rated.get(sector, ()), MOST)
    return rated


def _given(duties: Duties, members: Collection[str]) -> Duties:
    enough = any(who in members for who in duties.either)
    owing = () if enough else tuple(who for who in duties.owing if who not in members)
    return replace(duties, owing=owing, fulfilled=duties.fulfilled + len(duties.owing) - len(owing))


def _observed(seen: Indicators, members: Collection[str]) -> Indicators:
    owed = {owner: number for owner, number in seen.owed.items() if owner not in members}
    return replace(seen, owed=owed, given=seen.given + sum(seen.owed.values()) - sum(owed.values()))
