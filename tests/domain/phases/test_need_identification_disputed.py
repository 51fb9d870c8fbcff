"""A no to the problem statement is an answer, and bars the way while nobody confirms."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.commands import TakeExit
from domain.explaining import explain, gate_open
from domain.operating_model import ExitKind
from domain.phases.need_identification.commands import (
    StateProblem,
)
from domain.refusals import AlreadyAnswered, GateShut
from tests.domain.phases.test_need_identification_statement import AFFECTED, NO, YES, asked, stated
from tests.fixtures.rules import MODEL, Play, text


@pytest.fixture
def play() -> Play:
    return stated()


def test_an_only_confirmation_taken_back_in_time_shuts_the_gate_again(play: Play) -> None:
    play.seat_says("seat-01", YES)
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-01", YES)
    play.seat_says("seat-01", NO)
    assert play.entries[-2].event.replaces is True  # type: ignore[attr-defined]
    assert not gate_open(play.initiative, play.now)
    play.seat_says("seat-01", YES)
    play.seat_says("seat-01", NO)
    assert asked(play, "state_problem") == [None]
    play.seat_says("seat-03", YES)
    assert gate_open(play.initiative, play.now)
    play.wait_until(play.initiative.of_duty("confirm_statement")[0].due + timedelta(minutes=1))
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-01", YES)


def test_a_no_is_an_answer_and_the_explanation_says_what_it_shuts(play: Play) -> None:
    for seat in AFFECTED:
        play.seat_says(seat, NO)
    told = {clause.clause: clause for clause in explain(play.initiative, play.now).clauses}
    assert told["done.confirm_statement"].met  # nobody owes an answer any more
    confirmed = told["statement.confirmed"]
    assert (confirmed.have, confirmed.need, confirmed.met, confirmed.missing) == (0, 1, False, ("coordinator",))
    assert confirmed.remedy.startswith("3 of the seats asked said no to the statement and none yes: state the problem")
    assert explain(play.initiative, play.now).completing == ("coordinator", "seat-01")
    play.say(StateProblem(text()))
    play.seat_says("seat-01", YES)
    assert explain(play.initiative, play.now).open


def test_a_model_that_asks_for_no_statement_anew_is_barred_by_a_no_all_the_same() -> None:
    rule = MODEL.phases["need_identification"]
    loose = replace(rule, gate=replace(rule.gate, done=(), sectors=None))
    play = stated(replace(MODEL, phases=MODEL.phases | {"need_identification": loose}))
    assert gate_open(play.initiative, play.now)
    play.seat_says("seat-01", NO)
    assert not gate_open(play.initiative, play.now)
    assert [c.clause for c in explain(play.initiative, play.now).clauses if not c.met] == ["statement.confirmed"]
    with pytest.raises(GateShut, match=r"statement.confirmed has 0 of 1"):
        play.say(TakeExit(ExitKind.ADVANCE))
