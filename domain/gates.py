"""Gates: the clauses an advance must satisfy, explaining themselves: have, need, met, missing whom.

Counting is by seat. Needed shares are rounded up, a tie fails. See `10-phases`, "Counting" and "Gate clauses".
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from domain.operating_model import DecideHow, GateRule
from domain.seats import Seat, Sector
from domain.shares import Share
from domain.standing import Standing
from domain.votes import Tally


@dataclass(frozen=True)
class Duties:
    """How the obligations of one kind stand: how many are fulfilled of how many, and who still owes (a seat id or
    `coordinator`).
    """

    fulfilled: int
    of: int
    owing: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """All that a gate looks at. `tally` is that of the open vote, None while no vote is open."""

    seats: dict[str, Seat]
    standing: Standing
    duties: dict[str, Duties]
    tally: Tally | None = None


@dataclass(frozen=True)
class Clause:
    """One clause's result, in whole seats, sectors, votes or duties.

    `missing` names seats, sectors or roles that it waits for.
    """

    clause: str
    have: int
    need: int
    met: bool
    missing: tuple[str, ...] = ()


def clauses(rule: GateRule, evidence: Evidence) -> tuple[Clause, ...]:
    """The result of every clause of the gate but the decision itself, in the order the rules list them."""
    results: list[Clause] = []
    if rule.quorum is not None:
        results.append(_quorum(rule, evidence.standing))
    for name, least in (rule.sectors or {}).items():
        results.append(_sector(name, least, evidence))
    if rule.max_share is not None:
        results.append(_max_share(rule.max_share, evidence))
    for kind in rule.done:
        duties = evidence.duties.get(kind, Duties(0, 0, ()))
        results.append(Clause(f"done.{kind}", duties.fulfilled, duties.of, not duties.owing, duties.owing))
    return tuple(results)


def open_but_for_the_decision(rule: GateRule, evidence: Evidence) -> bool:
    """Whether every clause but the decision itself is met, so that the exit is available."""
    return all(clause.met for clause in clauses(rule, evidence))


def decision(rule: GateRule, evidence: Evidence) -> Clause:
    """The decision clause: a role's act still to come, or the ballots of the open vote."""
    decide, tally = rule.decide, evidence.tally
    if decide.how is DecideHow.ROLE:
        return Clause("decide.role", 0, 1, False, (decide.role or "coordinator",))
    if tally is None:
        return Clause(f"decide.{decide.how}", 0, 1, False, ("coordinator",))
    return Clause(f"decide.{decide.how}", tally.votes_for, tally.needed, tally.passed, tally.silent)


def quorum_needed(rule: GateRule, standing: Standing) -> int:
    """How many present seats the quorum needs; 0 where the model asks for none."""
    quorum = rule.quorum
    return max(quorum.share.least_of(len(standing.entitled)), quorum.least) if quorum else 0


def _quorum(rule: GateRule, standing: Standing) -> Clause:
    need, have = quorum_needed(rule, standing), len(standing.present)
    return Clause("quorum", have, need, have >= need, () if have >= need else standing.silent)


def sector_counts(evidence: Evidence) -> Counter[Sector]:
    """How many present seats and voices each sector has."""
    counts: Counter[Sector] = Counter(evidence.seats[seat].sector for seat in evidence.standing.present)
    counts.update(evidence.standing.voices)
    return counts


def _sector(name: str, least: int, evidence: Evidence) -> Clause:
    counts = sector_counts(evidence)
    if name == "distinct":
        present = {sector for sector, number in counts.items() if number}
        absent = tuple(sorted({evidence.seats[seat].sector for seat in evidence.standing.silent} - present))
        met = len(present) >= least
        return Clause("sectors.distinct", len(present), least, met, () if met else absent)
    sectors = [Sector(part) for part in name.split("|")]
    have = sum(counts[sector] for sector in sectors)
    silent = tuple(seat for seat in evidence.standing.silent if evidence.seats[seat].sector in sectors)
    return Clause(f"sectors.{name}", have, least, have >= least, () if have >= least else silent or tuple(sectors))


def _max_share(share: Share, evidence: Evidence) -> Clause:
    counts: Counter[Sector] = Counter(evidence.seats[seat].sector for seat in evidence.standing.present)
    total = sum(counts.values())
    largest = max(counts.values(), default=0)
    allowed = share.most_of(total)
    return Clause("max_share", largest, allowed, largest <= allowed)
