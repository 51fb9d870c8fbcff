"""Every clause of gates, and the completing set, against all subsets of up to twelve seats: 20,000 gates in the
campaign, a few hundred in `make test`.
"""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from domain.completing import completing_set
from domain.gates import clauses, open_but_for_the_decision
from domain.operating_model import GateRule
from tests.domain import gate_oracle
from tests.domain.gate_cases import case
from tests.domain.gate_oracle import Table, acted, opens_in_time, subsets
from tests.domain.tables import evidence
from tests.fixtures.profiles import examples

cases = st.integers(0, 2**64).map(Random).map(case)


@examples(500)
@given(cases)
def test_a_gate_and_its_completing_set_are_what_brute_force_says(drawn: tuple[GateRule, Table]) -> None:
    rule, table = drawn
    assert open_but_for_the_decision(rule, evidence(table)) == gate_oracle.opens(rule, table)
    found, expected = completing_set(rule, evidence(table)), gate_oracle.completing(rule, table)
    if rule.conditions is None:
        assert found == (None if expected is None else tuple(sorted(expected)))
    assert (found is None) == (expected is None)
    if found is not None:
        assert opens_in_time(rule, acted(table, frozenset(found), rule))
        parts = (part for part in subsets(sorted(found)) if len(part) < len(found))
        assert not any(opens_in_time(rule, acted(table, part, rule)) for part in parts)


@examples(60)
@given(cases)
def test_a_clause_says_what_would_meet_it_until_it_is_met_and_then_misses_nobody(drawn: tuple[GateRule, Table]) -> None:
    rule, table = drawn
    for clause in clauses(rule, evidence(table)):
        assert bool(clause.remedy) is not clause.met
        assert not (clause.met and clause.missing)
        assert clause.at is None or clause.clause.startswith("hear.")
        assert clause.excepted is (clause.clause in table.excepted)
