"""The five conditions: each must reach what the model asks for on the mean over sectors, and in every sector.

What fewer than three seats have rated is not known, and so not met: then the seats are counted, not what they said.
All ratings are judged; told is only what lets nobody read out what one or two seats of a sector have said.
"""

from __future__ import annotations

from domain.conditions import FEWEST, BySector, Condition, rated
from domain.gate_words import ConditionsRule
from domain.gates.clauses import Clause
from domain.gates.evidence import Evidence
from domain.operating_model import GateRule

_UNTOLD = f"it is not met, and sectors with fewer than {FEWEST} ratings are not shown"


def clauses(rule: GateRule, evidence: Evidence) -> tuple[Clause, ...]:
    """A clause for each condition. What it has and needs is in hundredths of the scale; 1 is needed where the mean is
    not told.
    """
    asked = rule.conditions
    if asked is None:
        return ()
    return tuple(_condition(name, given, asked, evidence) for name, given in evidence.found.conditions.items())


def _condition(name: str, given: BySector, asked: ConditionsRule, evidence: Evidence) -> Clause:
    found, silent = rated(name, given, asked), evidence.standing.silent
    if found.met is None:
        remedy = f"{FEWEST - found.n} more of the seats asked must rate {name}: it is not known yet"
        return Clause(f"conditions.{name}", found.n, FEWEST, False, silent, remedy)
    have, need = (found.mean, asked.least * 100) if found.mean is not None else (int(found.met), 1)
    if found.met:
        return Clause(f"conditions.{name}", have, need, True)
    return Clause(f"conditions.{name}", have, need, False, silent, _remedy(found, asked))


def _remedy(found: Condition, asked: ConditionsRule) -> str:
    """What keeps it from being met, as far as it is told."""
    low, mean = found.below(asked.no_sector_below), found.mean
    below = f"{' and '.join(low)} rate it below {asked.no_sector_below}" if low else ""
    is_short = mean is not None and mean < asked.least * 100
    short = f"the mean over sectors is {mean // 100}.{mean % 100:02} of {asked.least}" if mean and is_short else ""
    why = ", and ".join(part for part in (short, below) if part) or _UNTOLD
    return (
        f"{found.condition}: {why}; work on it and loop back, or go on by a reasoned exception where the model has one"
    )
