"""Gates: each result equals a second opinion that was written from the words of the design."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.gates import Clause, Evidence, clauses, decision, open_but_for_the_decision
from domain.operating_model import Decide, DecideHow, GateRule, Quorum, Who
from domain.seats import Sector
from domain.shares import Share
from domain.votes import Tally
from tests.domain import gate_oracle
from tests.domain.gate_oracle import COORDINATOR, Mark, Table
from tests.domain.tables import BY_ROLE, HALF, RULES, TWO_THIRDS, A, B, C, evidence, rules, small_tables, tables


def only(rule: GateRule, table: Table) -> Clause:
    (clause,) = clauses(rule, evidence(table))
    return clause


@pytest.mark.parametrize("rule", RULES)
def test_a_gate_says_what_the_oracle_says_of_every_table_of_up_to_four_seats(rule: GateRule) -> None:
    for table in small_tables():
        assert open_but_for_the_decision(rule, evidence(table)) == gate_oracle.opens(rule, table), table


@given(rules, tables())
def test_a_gate_says_what_the_oracle_says_of_random_tables(rule: GateRule, table: Table) -> None:
    assert open_but_for_the_decision(rule, evidence(table)) == gate_oracle.opens(rule, table)


@given(rules, tables())
def test_a_clause_says_what_would_meet_it_until_it_is_met_and_then_misses_nobody(rule: GateRule, table: Table) -> None:
    for clause in clauses(rule, evidence(table)):
        assert bool(clause.remedy) is not clause.met
        assert not (clause.met and clause.missing)


@given(rules, tables(), st.randoms(use_true_random=False))
def test_the_order_of_seats_changes_no_result(rule: GateRule, table: Table, random: Random) -> None:
    names = sorted(table.seats)
    mixed = dict(zip(names, random.sample(names, len(names)), strict=True))
    owed = {kind: frozenset(mixed.get(seat, seat) for seat in owing) for kind, owing in (table.owed or {}).items()}
    renamed = Table({mixed[seat]: place for seat, place in table.seats.items()}, table.voices, owed)
    before, after = (clauses(rule, evidence(t)) for t in (table, renamed))
    assert [(c.clause, c.have, c.need, c.met) for c in before] == [(c.clause, c.have, c.need, c.met) for c in after]


@pytest.mark.parametrize(("entitled", "needed"), [(6, 4), (7, 5), (12, 8), (15, 10)])
def test_a_quorum_of_two_thirds_needs_two_thirds_of_the_seats_and_not_one_more(entitled: int, needed: int) -> None:
    rule = GateRule(BY_ROLE, quorum=Quorum(TWO_THIRDS, 1))
    seats = {f"s{n:02}": (A, Mark.PRESENT if n < needed else Mark.AGAINST) for n in range(entitled)}
    assert only(rule, Table(seats)) == Clause("quorum", needed, needed, True)
    assert not only(rule, Table(seats | {"s00": (A, Mark.AGAINST)})).met


def test_a_quorum_tells_have_need_and_who_is_silent() -> None:
    table = Table({"s1": (A, Mark.PRESENT), "s2": (A, Mark.SILENT), "s3": (B, Mark.AGAINST), "s4": (B, Mark.GONE)})
    rule = GateRule(BY_ROLE, quorum=Quorum(Share(3, 5), 1))
    assert only(rule, table) == Clause("quorum", 1, 2, False, ("s2",), "1 more of the seats asked must say yes")


def test_a_missing_sector_names_its_silent_seats_else_the_sector() -> None:
    rule = GateRule(BY_ROLE, sectors={"informal": 1})
    assert only(rule, Table({"s1": (B, Mark.SILENT)})).missing == ("s1",)
    assert only(rule, Table({"s1": (A, Mark.SILENT)})).missing == ("informal",)


def test_a_voice_without_a_seat_is_heard_but_votes_for_nobody() -> None:
    table = Table({"s1": (A, Mark.PRESENT)}, voices=(Sector.RESIDENT,))
    assert only(GateRule(BY_ROLE, sectors={"distinct": 2}), table).met
    assert not only(GateRule(BY_ROLE, max_share=HALF), table).met


def test_any_of_joined_sectors_counts() -> None:
    table = Table({"s1": (A, Mark.PRESENT), "s2": (C, Mark.PRESENT)})
    assert only(GateRule(BY_ROLE, sectors={"association|municipality": 2}), table).met


def test_a_sector_may_hold_its_share_and_not_a_seat_more() -> None:
    half = {"s1": (A, Mark.PRESENT), "s2": (B, Mark.PRESENT)}
    assert only(GateRule(BY_ROLE, max_share=HALF), Table(half)) == Clause("max_share", 1, 1, True)
    assert not only(GateRule(BY_ROLE, max_share=HALF), Table({**half, "s3": (A, Mark.PRESENT)})).met


def test_a_duty_that_is_owed_names_who_owes_it_and_one_never_opened_is_done() -> None:
    rule = GateRule(BY_ROLE, done=("paper",))
    assert only(rule, Table({}, owed={"paper": frozenset({COORDINATOR})})) == Clause(
        "done.paper", 1, 2, False, ("coordinator",), "paper is still owed by coordinator"
    )
    assert only(rule, Table({})).met


def test_a_sentence_names_only_the_first_of_many_who_owe() -> None:
    owing = frozenset(f"s{number}" for number in range(1, 8))
    clause = only(GateRule(BY_ROLE, done=("paper",)), Table({}, owed={"paper": owing}))
    assert (clause.remedy, len(clause.missing)) == ("paper is still owed by s1, s2, s3, s4, s5 and 2 more", 7)


def test_a_lack_is_told_in_the_words_of_what_seats_do() -> None:
    table = Table({"s1": (A, Mark.PRESENT), "s2": (A, Mark.PRESENT)})
    rule = GateRule(BY_ROLE, sectors={"informal|municipality": 2, "distinct": 3}, max_share=HALF)
    told = [clause.remedy for clause in clauses(rule, replace(evidence(table), act="raise a need"))]
    assert told == [
        "2 more of informal or municipality must raise a need",
        "someone of 2 more sectors must raise a need",
        "one sector holds 2 of 2 votes, and may hold 1: more of others must raise a need",
    ]


def test_a_decision_waits_for_its_role_for_a_call_or_for_ballots() -> None:
    seen = evidence(Table({}))
    chair = GateRule(Decide(DecideHow.ROLE, role=Who.CHAIR))
    vote = GateRule(Decide(DecideHow.MAJORITY))
    tally = Tally(2, 1, 0, 2, passed=True, tie=False, silent=("s4",))
    assert decision(chair, seen).missing == ("chair",)
    called = "a vote is called once all else is met"
    assert decision(vote, seen) == Clause("decide.majority", 0, 1, False, ("coordinator",), called)
    counted = Evidence(seen.seats, seen.standing, seen.duties, tally)
    assert decision(vote, counted) == Clause("decide.majority", 2, 2, True, ("s4",))
