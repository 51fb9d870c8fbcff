"""Ratings: the median of each must reach what the model asks for. Of an even number it is the lower middle one."""

from __future__ import annotations

from domain.gates.clauses import Clause
from domain.gates.evidence import Evidence
from domain.operating_model import GateRule


def clauses(rule: GateRule, evidence: Evidence) -> tuple[Clause, ...]:
    """A clause for each thing that is rated."""
    if rule.median is None:
        return ()
    return tuple(_median(name, given, rule.median, evidence) for name, given in evidence.found.ratings.items())


def median(given: tuple[int, ...]) -> int:
    """The lower middle of the ratings; 0 where there is none."""
    return sorted(given)[(len(given) - 1) // 2] if given else 0


def lacking(given: tuple[int, ...], least: int) -> int:
    """How many more favourable ratings would lift the median to `least`."""
    below = sum(rating < least for rating in given)
    return max(2 * below + 1 - len(given), 0)


def _median(name: str, given: tuple[int, ...], least: int, evidence: Evidence) -> Clause:
    have = median(given)
    if have >= least:
        return Clause(f"median.{name}", have, least, True)
    more = lacking(given, least)
    remedy = f"{more} more of the seats asked must rate {name} at {least} or better"
    return Clause(f"median.{name}", have, least, False, evidence.standing.silent, remedy)
