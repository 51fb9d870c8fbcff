"""The five conditions: each must reach what the model asks for on the mean over sectors, and in every sector.

What fewer than three seats have rated is not known, and so not met: then the seats are counted, not what they said.
"""

from __future__ import annotations

from domain.conditions import FEWEST, BySector, Condition, rated
from domain.gate_words import ConditionsRule
from domain.gates.clauses import Clause
from domain.gates.evidence import Evidence
from domain.operating_model import GateRule


def clauses(rule: GateRule, evidence: Evidence) -> tuple[Clause, ...]:
    """A clause for each condition. What it has and needs is in hundredths of the scale."""
    asked = rule.conditions
    if asked is None:
        return ()
    return tuple(_condition(name, given, asked, evidence) for name, given in evidence.found.conditions.items())


def _condition(name: str, given: BySector, asked: ConditionsRule, evidence: Evidence) -> Clause:
    found, silent = rated(name, given, asked), evidence.standing.silent
    if found.mean is None:
        remedy = f"{FEWEST - found.n} more of the seats asked must rate {name}: it is not known yet"
        return Clause(f"conditions.{name}", found.n, FEWEST, False, silent, remedy)
    need = asked.least * 100
    if found.met:
        return Clause(f"conditions.{name}", found.mean, need, True)
    return Clause(f"conditions.{name}", found.mean, need, False, silent, _remedy(found, asked))


def _remedy(found: Condition, asked: ConditionsRule) -> str:
    """What keeps it from being met."""
    low = found.below(asked.no_sector_below)
    below = f"{' and '.join(low)} rate it below {asked.no_sector_below}" if low else ""
    mean = found.mean or 0
    short = (
        f"the mean over sectors is {mean // 100}.{mean % 100:02} of {asked.least}" if mean < asked.least * 100 else ""
    )
    why = ", and ".join(part for part in (short, below) if part)
    return (
        f"{found.condition}: {why}; work on it and loop back, or go on by a reasoned exception where the model has one"
    )
