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

_NAMED = 5  # as many as a sentence holds; all of them are in `missing`


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
    """All that a gate looks at. `tally` is that of the open vote, None while no vote is open; `act` says in words what
    makes a seat present.
    """

    seats: dict[str, Seat]
    standing: Standing
    duties: dict[str, Duties]
    tally: Tally | None = None
    act: str = "say yes"


@dataclass(frozen=True)
class Clause:
    """One clause's result, in whole seats, sectors, votes or duties.

    `missing` names seats, sectors or roles that it waits for; `remedy` says in words what would meet it, and is empty
    once it is met.
    """

    clause: str
    have: int
    need: int
    met: bool
    missing: tuple[str, ...] = ()
    remedy: str = ""


def clauses(rule: GateRule, evidence: Evidence) -> tuple[Clause, ...]:
    """The result of every clause of the gate but the decision itself, in the order the rules list them."""
    results: list[Clause] = []
    if rule.quorum is not None:
        results.append(_quorum(rule, evidence))
    for name, least in (rule.sectors or {}).items():
        results.append(_sector(name, least, evidence))
    if rule.max_share is not None:
        results.append(_max_share(rule.max_share, evidence))
    for kind in rule.done:
        results.append(_done(kind, evidence.duties.get(kind, Duties(0, 0, ()))))
    return tuple(results)


def open_but_for_the_decision(rule: GateRule, evidence: Evidence) -> bool:
    """Whether every clause but the decision itself is met, so that the exit is available."""
    return all(clause.met for clause in clauses(rule, evidence))


def decision(rule: GateRule, evidence: Evidence) -> Clause:
    """The decision clause: a role's act still to come, or the ballots of the open vote."""
    decide, tally = rule.decide, evidence.tally
    if decide.how is DecideHow.ROLE:
        role = decide.role or "coordinator"
        return Clause("decide.role", 0, 1, False, (role,), f"the {role} takes the exit once all else is met")
    if tally is None:
        remedy = "a vote is called once all else is met"
        return Clause(f"decide.{decide.how}", 0, 1, False, ("coordinator",), remedy)
    remedy = "" if tally.passed else f"{tally.needed} votes for it are needed; {len(tally.silent)} can still be cast"
    return Clause(f"decide.{decide.how}", tally.votes_for, tally.needed, tally.passed, tally.silent, remedy)


def quorum_needed(rule: GateRule, standing: Standing) -> int:
    """How many present seats the quorum needs; 0 where the model asks for none."""
    quorum = rule.quorum
    return max(quorum.share.least_of(len(standing.entitled)), quorum.least) if quorum else 0


def _quorum(rule: GateRule, evidence: Evidence) -> Clause:
    need, have = quorum_needed(rule, evidence.standing), len(evidence.standing.present)
    if have >= need:
        return Clause("quorum", have, need, True)
    remedy = f"{need - have} more of the seats asked must {evidence.act}"
    return Clause("quorum", have, need, False, evidence.standing.silent, remedy)


def sector_counts(evidence: Evidence) -> Counter[Sector]:
    """How many present seats and voices each sector has."""
    counts: Counter[Sector] = Counter(evidence.seats[seat].sector for seat in evidence.standing.present)
    counts.update(evidence.standing.voices)
    return counts


def _sector(name: str, least: int, evidence: Evidence) -> Clause:
    counts = sector_counts(evidence)
    if name == "distinct":
        return _distinct(counts, least, evidence)
    sectors = [Sector(part) for part in name.split("|")]
    have = sum(counts[sector] for sector in sectors)
    if have >= least:
        return Clause(f"sectors.{name}", have, least, True)
    silent = tuple(seat for seat in evidence.standing.silent if evidence.seats[seat].sector in sectors)
    remedy = f"{least - have} more of {' or '.join(sectors)} must {evidence.act}"
    return Clause(f"sectors.{name}", have, least, False, silent or tuple(sectors), remedy)


def _distinct(counts: Counter[Sector], least: int, evidence: Evidence) -> Clause:
    present = {sector for sector, number in counts.items() if number}
    have = len(present)
    if have >= least:
        return Clause("sectors.distinct", have, least, True)
    absent = tuple(sorted({evidence.seats[seat].sector for seat in evidence.standing.silent} - present))
    remedy = f"someone of {least - have} more sectors must {evidence.act}"
    return Clause("sectors.distinct", have, least, False, absent, remedy)


def _max_share(share: Share, evidence: Evidence) -> Clause:
    counts: Counter[Sector] = Counter(evidence.seats[seat].sector for seat in evidence.standing.present)
    total = sum(counts.values())
    largest = max(counts.values(), default=0)
    allowed = share.most_of(total)
    met = largest <= allowed
    remedy = f"one sector holds {largest} of {total} seats, and may hold {allowed}: more of others must {evidence.act}"
    return Clause("max_share", largest, allowed, met, remedy="" if met else remedy)


def _done(kind: str, duties: Duties) -> Clause:
    remedy = f"{kind} is still owed by {_named(duties.owing)}" if duties.owing else ""
    return Clause(f"done.{kind}", duties.fulfilled, duties.of, not duties.owing, duties.owing, remedy)


def _named(who: tuple[str, ...]) -> str:
    """The first few by name, and how many more."""
    more = len(who) - _NAMED
    return ", ".join(who[:_NAMED]) + (f" and {more} more" if more > 0 else "")
