"""All clauses of a gate but the decision itself, exceptions counted in."""

from __future__ import annotations

from dataclasses import replace

from domain.gates import conditions, hearing, indicators, presence, rating, settling
from domain.gates.clauses import Clause
from domain.gates.evidence import Evidence
from domain.operating_model import GateRule

_ROOMS = (
    *(presence.clauses, hearing.clauses, rating.clauses, conditions.clauses),
    *(indicators.clauses, settling.clauses),
)


def clauses(rule: GateRule, evidence: Evidence) -> tuple[Clause, ...]:
    """The result of every clause of the gate but the decision itself, in the order the rules list them."""
    return tuple(_counted(clause, evidence) for room in _ROOMS for clause in room(rule, evidence))


def open_but_for_the_decision(rule: GateRule, evidence: Evidence) -> bool:
    """Whether every clause but the decision itself is met, so that the exit is available."""
    return all(clause.met for clause in clauses(rule, evidence))


def _counted(clause: Clause, evidence: Evidence) -> Clause:
    """A clause that is met by exception says so, and still says what it has."""
    if clause.clause not in evidence.excepted:
        return clause
    return replace(clause, met=True, missing=(), remedy="", at=None, excepted=True, either=False)
