"""Putting the set together: whoever owes what must be whole is in it, then owners of observations, then the silent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from typing import Final

from domain.completing.acting import acting
from domain.completing.choosing import silent_needed
from domain.gates import hearing, indicators, presence, settling
from domain.gates.evidence import Evidence
from domain.operating_model import GateRule

MOST_OWNERS: Final = 12
"""Up to so many owners of missing observations every choice of them is looked at; of more, those who owe most."""


def completing_set(
    rule: GateRule, evidence: Evidence, also: tuple[str, ...] = (), either: tuple[tuple[str, ...], ...] = ()
) -> tuple[str, ...] | None:
    """The seats, and `coordinator` if that role owes something, that would open the gate if each acted favourably, but
    for what only time can meet. It is the smallest such set, of several the first by seat ids; sorted. Where the gate
    asks for the five conditions, it is one of which nobody can be spared.

    Acting favourably means being present, rating well and giving what is owed. `also` are those who must act in any
    case, for what lies beyond the gate, and of each of `either` one must: rather one who need not come in first. Empty
    when nobody need act; None when it waits for nobody who is left.
    """
    rule, evidence = _but_for_exceptions(rule, evidence)
    if evidence.voters is not None:  # whoever acts has a vote already, so nobody's act changes how votes are shared
        if not presence.votes_met(rule, evidence):
            return None
        rule = replace(rule, max_share=None)
    heard = hearing.clauses(rule, evidence)
    if any(not clause.met and not set(clause.missing) & {"coordinator", *evidence.seats} for clause in heard):
        return None
    owed = (*settling.clauses(rule, evidence), *indicators.clauses(rule, evidence), *heard)
    whole = [c for c in owed if not c.met and c.at is None and c.clause != indicators.MEASURED]
    owing = frozenset(also).union(*(clause.missing for clause in whole if not clause.either))
    groups = [frozenset(some) for some in (*either, *(clause.missing for clause in whole if clause.either))]
    found = (
        (one_of_each & {*evidence.standing.silent}, tuple(sorted({*owing, *one_of_each, *owners, *chosen})))
        for one_of_each in _one_of_each([group for group in groups if not group & owing], evidence)
        for given in (acting(rule, evidence, owing | one_of_each),)
        for owners in _owners(rule, given)
        if (chosen := silent_needed(rule, acting(rule, given, owners))) is not None
    )
    smallest = min(found, key=lambda told: (len(told[1]), len(told[0]), told[1]), default=None)
    return smallest[1] if smallest else None


def _one_of_each(groups: list[frozenset[str]], evidence: Evidence) -> Iterator[frozenset[str]]:
    """Every choice of one of each group that could make a difference: of those who would do nothing else by acting, the
    first by id. A group that holds another one is met with it.
    """
    least = {group for group in groups if not any(other < group for other in groups)}
    useful = {*evidence.standing.silent, *evidence.found.indicators.owed}
    useful |= {who for group in least for who in group if sum(who in other for other in least) > 1}
    choices = [sorted({*(group & useful), *sorted(group - useful)[:1]}) for group in sorted(least, key=sorted)]
    return (frozenset(chosen) for chosen in product(*choices))


def _but_for_exceptions(rule: GateRule, evidence: Evidence) -> tuple[GateRule, Evidence]:
    """The gate without what is met by exception."""
    gone = evidence.excepted
    if not gone:
        return rule, evidence
    ratings = {n: given for n, given in evidence.found.ratings.items() if f"median.{n}" not in gone}
    asked = rule.indicators
    if asked is not None:
        without_number = "indicators.number" in gone
        asked = replace(
            asked,
            least=None if without_number else asked.least,
            most=None if without_number else asked.most,
            require=tuple(need for need in asked.require or () if f"indicators.{need}" not in gone),
            measured=None if indicators.MEASURED in gone else asked.measured,
        )
    lighter = replace(
        rule,
        quorum=None if "quorum" in gone else rule.quorum,
        sectors={name: least for name, least in (rule.sectors or {}).items() if f"sectors.{name}" not in gone},
        max_share=None if "max_share" in gone else rule.max_share,
        municipalities=None if "municipalities" in gone else rule.municipalities,
        done=tuple(kind for kind in rule.done if f"done.{kind}" not in gone),
        settled=tuple(word for word in rule.settled or () if word not in gone),
        indicators=asked,
    )
    rated = {n: given for n, given in evidence.found.conditions.items() if f"conditions.{n}" not in gone}
    return lighter, replace(evidence, found=replace(evidence.found, ratings=ratings, conditions=rated), excepted=())


def _owners(rule: GateRule, evidence: Evidence) -> Iterator[frozenset[str]]:
    """Every set of owners whose observations would be enough, and none of whom could be spared."""
    share, seen = rule.indicators.measured if rule.indicators else None, evidence.found.indicators
    more = indicators.unmeasured(share, seen) if share is not None else 0
    owners = sorted(seen.owed, key=lambda owner: (-seen.owed[owner], owner))
    if len(owners) > MOST_OWNERS:
        sizes = [next(size for size in range(len(owners) + 1) if _sum(seen.owed, owners[:size]) >= more)]
        yield from (frozenset(owners[:size]) for size in sizes)
        return
    for size in range(len(owners) + 1):
        for chosen in combinations(sorted(owners), size):
            brought = _sum(seen.owed, chosen)
            if brought >= more and all(brought - seen.owed[owner] < more for owner in chosen):
                yield frozenset(chosen)


def _sum(owed: dict[str, int], owners: tuple[str, ...] | list[str]) -> int:
    return sum(owed[owner] for owner in owners)
