"""The completing set: it opens the gate, no part of it does, and there is none only where none can."""

from __future__ import annotations

import time

import pytest
from hypothesis import given

from domain.completing import completing_set
from domain.operating_model import GateRule, Quorum
from domain.seats import Sector
from domain.shares import Share
from tests.domain import gate_oracle
from tests.domain.gate_oracle import COORDINATOR, Mark, Table, acted, opens, subsets
from tests.domain.tables import ALL, BY_ROLE, HALF, RULES, A, B, evidence, rules, small_tables, tables


@pytest.mark.parametrize("rule", RULES)
def test_it_is_the_smallest_set_and_the_first_by_ids_on_every_table_of_up_to_four_seats(rule: GateRule) -> None:
    for table in small_tables():
        expected = gate_oracle.completing(rule, table)
        found = completing_set(rule, evidence(table))
        assert found == (None if expected is None else tuple(sorted(expected))), table


@given(rules, tables())
def test_it_is_the_smallest_set_and_the_first_by_ids_on_random_tables(rule: GateRule, table: Table) -> None:
    expected = gate_oracle.completing(rule, table)
    assert completing_set(rule, evidence(table)) == (None if expected is None else tuple(sorted(expected)))


@given(rules, tables())
def test_it_opens_the_gate_and_no_proper_part_of_it_does(rule: GateRule, table: Table) -> None:
    found = completing_set(rule, evidence(table))
    if found is None:
        assert not any(opens(rule, acted(table, chosen)) for chosen in subsets(gate_oracle.able(rule, table)))
        return
    assert [chosen for chosen in subsets(sorted(found)) if opens(rule, acted(table, chosen))] == [frozenset(found)]


def test_it_is_empty_where_the_gate_is_open() -> None:
    assert completing_set(GateRule(BY_ROLE), evidence(Table({"s1": (A, Mark.SILENT)}))) == ()


def test_whoever_owes_a_duty_is_in_it_the_coordinator_too() -> None:
    table = Table({"s1": (A, Mark.PRESENT)}, owed={"paper": frozenset({"s1", COORDINATOR})})
    assert completing_set(GateRule(BY_ROLE, done=("paper",)), evidence(table)) == ("coordinator", "s1")


def test_seats_of_other_sectors_make_room_for_one_that_holds_too_large_a_share() -> None:
    table = Table({f"s{n}": (A, Mark.PRESENT) for n in range(3)} | {f"t{n}": (B, Mark.SILENT) for n in range(5)})
    assert completing_set(GateRule(BY_ROLE, max_share=HALF), evidence(table)) == ("t0", "t1", "t2")


def test_of_several_of_whom_one_is_enough_it_has_the_one_who_is_needed_anyway_or_else_the_first() -> None:
    table = Table({"s1": (A, Mark.PRESENT), "s2": (A, Mark.SILENT), "s3": (A, Mark.SILENT)})
    two_thirds = GateRule(BY_ROLE, quorum=Quorum(Share(2, 3), 1))
    assert completing_set(two_thirds, evidence(table), either=(("s1", "s3"),)) == ("s3",)
    assert completing_set(GateRule(BY_ROLE), evidence(table), either=(("s3", "s1"),)) == ("s1",)
    assert completing_set(GateRule(BY_ROLE), evidence(table), ("s3",), (("s1", "s3"), ("s2", "s3"))) == ("s3",)


def test_there_is_none_where_too_few_are_left() -> None:
    table = Table({"s1": (A, Mark.SILENT), "s2": (B, Mark.AGAINST)})
    assert completing_set(GateRule(BY_ROLE, quorum=Quorum(ALL, 1)), evidence(table)) is None


@pytest.mark.parametrize(
    "rule",
    [
        GateRule(BY_ROLE, quorum=Quorum(Share(3, 5), 5), sectors={s.value: 1 for s in Sector}, max_share=HALF),
        GateRule(BY_ROLE, quorum=Quorum(Share(9, 10), 5), sectors={"association|informal|company": 6, "distinct": 5}),
        GateRule(BY_ROLE, sectors={"association|informal": 3, "informal|company": 3, "|".join(Sector): 9}),
        GateRule(BY_ROLE, quorum=Quorum(ALL, 1), max_share=Share(1, 7)),
    ],
)
def test_it_is_found_in_a_moment_among_two_hundred_seats(rule: GateRule) -> None:
    every = list(Sector)
    table = Table({f"s{n:03}": (every[n % 7], Mark.SILENT) for n in range(200)})
    began = time.process_time()
    found = completing_set(rule, evidence(table))
    assert time.process_time() - began < 1
    assert found is None or opens(rule, acted(table, frozenset(found)))


@pytest.mark.parametrize("share", [HALF, ALL])
def test_it_is_found_in_a_moment_among_two_hundred_seats_of_nineteen_municipalities(share: Share) -> None:
    every = list(Sector)
    seats = {f"s{n:03}": (every[n % 7], Mark.SILENT) for n in range(200)}
    table = Table(seats, towns={seat: f"{100 + n * n % 19}" for n, seat in enumerate(seats)}, place="297")
    sectors = {"association": 2, "informal": 1, "municipality": 1, "resident|company": 2, "distinct": 5}
    rule = GateRule(BY_ROLE, quorum=Quorum(Share(1, 20), 5), sectors=sectors, max_share=HALF, municipalities=share)
    began = time.process_time()
    found = completing_set(rule, evidence(table))
    assert time.process_time() - began < 1
    assert found is None or opens(rule, acted(table, frozenset(found)))
