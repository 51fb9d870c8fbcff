"""The shared indicators: few enough to be measured, what each needs, and how many of the due observations are in."""

from __future__ import annotations

from domain.gate_words import IndicatorNeed, IndicatorsRule
from domain.gates.clauses import COORDINATOR, Clause, named
from domain.gates.evidence import Evidence, Indicators
from domain.operating_model import GateRule
from domain.shares import Share

MEASURED = "indicators.measured"


def clauses(rule: GateRule, evidence: Evidence) -> tuple[Clause, ...]:
    """A clause for their number, one for each need, one for the observations."""
    asked, seen = rule.indicators, evidence.found.indicators
    if asked is None:
        return ()
    number = (_number(asked, seen),) if asked.least is not None or asked.most is not None else ()
    measured = (_measured(asked.measured, seen),) if asked.measured is not None else ()
    return (*number, *(_needs(need, seen) for need in asked.require or ()), *measured)


def unmeasured(share: Share, seen: Indicators) -> int:
    """How many more observations must come in."""
    return max(share.least_of(seen.given + sum(seen.owed.values())) - seen.given, 0)


def _number(asked: IndicatorsRule, seen: Indicators) -> Clause:
    if asked.most is not None and seen.number > asked.most:
        remedy = f"agree on the {asked.most} indicators that matter most"
        return Clause("indicators.number", seen.number, asked.most, False, (COORDINATOR,), remedy)
    least = asked.least or 0
    if seen.number >= least:
        return Clause("indicators.number", seen.number, least, True)
    remedy = f"define {least - seen.number} more indicators"
    return Clause("indicators.number", seen.number, least, False, (COORDINATOR,), remedy)


def _needs(need: IndicatorNeed, seen: Indicators) -> Clause:
    name = f"indicators.{need}"
    if need is not IndicatorNeed.BASELINE:
        have = seen.levels.count(need)
        met = have > 0
        remedy = "" if met else f"define an indicator of the level {need}"
        return Clause(name, have, 1, met, () if met else (COORDINATOR,), remedy)
    owners = seen.without_baseline
    remedy = f"{len(owners)} indicators have no baseline yet: ask {named(_each_once(owners))}" if owners else ""
    return Clause(name, seen.number - len(owners), seen.number, not owners, _each_once(owners), remedy)


def _measured(share: Share, seen: Indicators) -> Clause:
    due = seen.given + sum(seen.owed.values())
    need, more = share.least_of(due), unmeasured(share, seen)
    if not more:
        return Clause(MEASURED, seen.given, need, True)
    owners = tuple(sorted(seen.owed))
    remedy = f"{more} more of the {due} observations due must be in, or be told not obtainable, by {named(owners)}"
    return Clause(MEASURED, seen.given, need, False, owners, remedy)


def _each_once(owners: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(owners))
