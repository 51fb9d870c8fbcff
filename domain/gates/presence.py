"""Presence: how many of those entitled act favourably, of which sectors and municipalities, and whose votes weigh how
much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from domain.gates.clauses import Clause
from domain.gates.evidence import Evidence
from domain.operating_model import GateRule
from domain.seats import Sector
from domain.shares import Share
from domain.standing import Standing


def clauses(rule: GateRule, evidence: Evidence) -> tuple[Clause, ...]:
    """The clauses that only look at who is present."""
    return tuple(_clauses(rule, evidence))


def _clauses(rule: GateRule, evidence: Evidence) -> Iterator[Clause]:
    if rule.quorum is not None:
        yield _quorum(rule, evidence)
    for name, least in (rule.sectors or {}).items():
        yield _sector(name, least, evidence)
    if rule.max_share is not None:
        yield _max_share(rule.max_share, evidence)
    if rule.municipalities is not None:
        yield _municipalities(rule.municipalities, evidence)


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
    """How many votes the largest sector has, of the votes able to be cast, whether or not they will be.

    In convening whoever accepts gets a vote, so those present are counted, and others who accept make room. In the
    other phases all who take part have one: who has endorsed, rated or answered makes no difference there.
    """
    counts: Counter[Sector] = Counter(evidence.seats[seat].sector for seat in evidence.voting)
    total = sum(counts.values())
    largest = max(counts.values(), default=0)
    allowed = share.most_of(total)
    if largest <= allowed:
        return Clause("max_share", largest, allowed, True)
    more = f"more of others must {evidence.act}" if evidence.voters is None else "others must join, or loop back"
    remedy = f"one sector holds {largest} of {total} votes, and may hold {allowed}: {more}"
    return Clause("max_share", largest, allowed, False, remedy=remedy)


def votes_met(rule: GateRule, evidence: Evidence) -> bool:
    """Whether no sector has too many of the votes able to be cast."""
    return rule.max_share is None or _max_share(rule.max_share, evidence).met


def concerned(evidence: Evidence) -> frozenset[str]:
    """The municipalities concerned: that of the place, and those that any invited seat speaks for."""
    spoken_for = (seat.municipality for seat in evidence.seats.values())
    return frozenset(code for code in (evidence.place, *spoken_for) if code)


def taking_part(evidence: Evidence) -> frozenset[str]:
    """The municipalities that a present seat speaks for, be it of the municipality itself or of its people."""
    return frozenset(code for seat in evidence.standing.present if (code := evidence.seats[seat].municipality))


def _municipalities(share: Share, evidence: Evidence) -> Clause:
    every, present = concerned(evidence), taking_part(evidence)
    have, need = len(present), share.least_of(len(every))
    if have >= need:
        return Clause("municipalities", have, need, True)
    silent = tuple(s for s in evidence.standing.silent if (evidence.seats[s].municipality or "") in every - present)
    remedy = f"someone of {need - have} more municipalities must {evidence.act}: {', '.join(sorted(every - present))}"
    return Clause("municipalities", have, need, False, silent or tuple(sorted(every - present)), remedy)
