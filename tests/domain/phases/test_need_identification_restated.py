"""A statement that is only disputed is made anew, and those whose need it is are asked again."""

from __future__ import annotations

import pytest

from domain.commands import TakeExit
from domain.explaining import explain, gate_open
from domain.operating_model import ExitKind
from domain.phases.need_identification.commands import (
    ConfirmStatement,
    StateProblem,
)
from domain.refusals import GateShut, NotAsked
from tests.domain.phases.test_need_identification_statement import AFFECTED, NO, YES, asked, stated
from tests.fixtures.rules import Play, text


@pytest.fixture
def play() -> Play:
    return stated()


def test_a_statement_that_is_only_disputed_is_owed_anew_and_does_not_go_on(play: Play) -> None:
    for seat in AFFECTED:
        play.seat_says(seat, NO)
    assert asked(play, "state_problem") == [None]
    assert not gate_open(play.initiative, play.now)
    with pytest.raises(GateShut) as refused:
        play.say(TakeExit(ExitKind.ADVANCE))
    assert "3 of the seats asked said no to the statement and none yes: state the problem anew" in refused.value.remedy
    play.say(StateProblem(text()))
    assert not asked(play, "state_problem")
    assert asked(play) == list(AFFECTED)
    play.seat_says("seat-01", YES)
    assert gate_open(play.initiative, play.now)


def test_a_restatement_releases_the_open_questions_and_asks_again(play: Play) -> None:
    play.seat_says("seat-01", YES)
    play.say(StateProblem(text()))
    assert not gate_open(play.initiative, play.now)
    assert [o.subject for o in play.initiative.of_duty("confirm_statement") if o.state.answerable] == ["2", "2", "2"]
    with pytest.raises(NotAsked):
        play.seat_says("seat-02", ConfirmStatement(agrees=True, statement=1))
    play.seat_says("seat-02", ConfirmStatement(agrees=True, statement=2))
    assert gate_open(play.initiative, play.now)


def test_one_of_those_asked_is_enough_to_confirm_and_spares_the_coordinator_another_statement(play: Play) -> None:
    assert explain(play.initiative, play.now).completing == ("seat-01",)
    play.seat_says("seat-01", NO)
    told = {clause.clause: clause for clause in explain(play.initiative, play.now).clauses}
    assert told["done.confirm_statement"].missing == ("seat-02", "seat-03")
    assert told["done.state_problem"].missing == ("coordinator", "seat-02", "seat-03")
    assert all(told[name].either for name in ("done.confirm_statement", "done.state_problem", "statement.confirmed"))
    assert explain(play.initiative, play.now).completing == ("seat-02",)
    play.seat_says("seat-02", YES)
    assert explain(play.initiative, play.now).open
