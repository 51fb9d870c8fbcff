"""In whatever order seats speak of needs and of the statement, the same stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.explaining import evidence, gate_open
from domain.gates import clauses
from domain.phases.need_identification.commands import (
    ConfirmStatement,
    NothingToRaise,
    SubmitNeed,
)
from tests.domain.phases.test_need_identification_statement import AFFECTED, SEATS, stated
from tests.fixtures.rules import Play, text


@given(st.permutations(AFFECTED), st.lists(st.booleans(), min_size=3, max_size=3))
def test_in_whatever_order_the_affected_answer_the_gate_is_the_same(order: list[str], agree: list[bool]) -> None:
    says = dict(zip(AFFECTED, agree, strict=True))
    play, ordered = stated(), stated()
    for seat in order:
        play.seat_says(seat, ConfirmStatement(agrees=says[seat]))
    for seat in AFFECTED:
        ordered.seat_says(seat, ConfirmStatement(agrees=says[seat]))
    assert gate_open(play.initiative, play.now) is gate_open(ordered.initiative, ordered.now) is any(agree)
    assert results(play) == results(ordered)


def results(play: Play) -> list[tuple[str, bool, tuple[str, ...]]]:
    found = clauses(play.initiative.rule.gate, evidence(play.initiative, play.now))
    return [(clause.clause, clause.met, clause.missing) for clause in found]


@given(st.permutations(SEATS), st.lists(st.sampled_from([SubmitNeed(text()), NothingToRaise(), None]), min_size=12))
def test_in_whatever_order_seats_speak_the_standing_is_the_same(order: list[str], acts: list[object]) -> None:
    says = dict(zip(SEATS, acts, strict=False))
    play, ordered = Play.of("need_identification"), Play.of("need_identification")
    for stage, seats in ((play, order), (ordered, SEATS)):
        for seat in seats:
            if says[seat] is not None:
                stage.seat_says(seat, says[seat])  # type: ignore[arg-type]
    assert play.initiative.now_in.standing(play.initiative) == ordered.initiative.now_in.standing(ordered.initiative)
