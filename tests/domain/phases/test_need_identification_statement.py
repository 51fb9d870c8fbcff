"""Did we understand you: the problem statement, confirmed or disputed by those whose need it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands import TakeExit
from domain.explaining import evidence, explain, gate_open
from domain.facts import Value
from domain.gates import clauses
from domain.operating_model import ExitKind, OperatingModel
from domain.phases.need_identification.commands import (
    AnswerNeed,
    ConfirmStatement,
    MergeNeeds,
    NothingToRaise,
    OwnAnswer,
    SettleBaseline,
    StateProblem,
    SubmitNeed,
)
from domain.refusals import AlreadyAnswered, GateShut, NotAsked, NotEntitled, TooEarly
from domain.seats import Sector
from tests.fixtures.rules import MODEL, Play, roster, text

SEATS = [seat.id for seat in roster()]
AFFECTED = ("seat-01", "seat-02", "seat-03")
YES, NO = ConfirmStatement(agrees=True), ConfirmStatement(agrees=False, remark=text())


@pytest.fixture
def play() -> Play:
    return stated()


def stated(model: OperatingModel = MODEL) -> Play:
    """Three seats raised a need each, all taken up; the baseline is settled and the problem stated."""
    play = Play.of("need_identification", model=model)
    for number, seat in enumerate(AFFECTED, 1):
        play.seat_says(seat, SubmitNeed(text()))
        play.say(AnswerNeed(f"n{number}", OwnAnswer.TAKEN_UP, text()))
    play.say(SettleBaseline(text(), Value("12")))
    play.say(StateProblem(text()))
    return play


def asked(play: Play, duty: str = "confirm_statement") -> list[str | None]:
    return [o.seat for o in play.initiative.of_duty(duty) if o.state.answerable]


def test_a_problem_stands_on_a_need_that_was_taken_up_or_joined() -> None:
    play = Play.of("need_identification")
    play.seat_says("seat-01", SubmitNeed(text()))
    play.seat_says("seat-02", SubmitNeed(text()))
    with pytest.raises(TooEarly):
        play.say(StateProblem(text()))
    play.say(MergeNeeds("n1", "n2"))
    play.say(StateProblem(text()))
    assert asked(play) == ["seat-01", "seat-02"]


def test_those_who_raised_a_need_are_asked_and_no_others(play: Play) -> None:
    assert asked(play) == list(AFFECTED)
    assert not gate_open(play.initiative, play.now)
    with pytest.raises(NotEntitled):
        play.seat_says("seat-09", YES)


def test_where_only_voices_were_raised_every_seat_is_asked() -> None:
    play = Play.of("need_identification")
    play.say(SubmitNeed(text(), Sector.RESIDENT))
    play.say(AnswerNeed("n1", OwnAnswer.TAKEN_UP, text()))
    play.say(StateProblem(text()))
    assert asked(play) == SEATS


def test_one_confirmation_is_enough_and_the_others_are_reminded_no_more(play: Play) -> None:
    play.seat_says("seat-02", YES)
    assert asked(play) == []
    assert gate_open(play.initiative, play.now)
    for seat in SEATS[3:]:
        play.seat_says(seat, NothingToRaise())
    assert [event for event in play.wait(20) if event.KIND == "reminder.due"] == []


def test_others_may_still_agree_or_object_and_the_gate_stays_open(play: Play) -> None:
    play.seat_says("seat-02", YES)
    play.seat_says("seat-01", NO)
    play.seat_says("seat-03", YES)
    assert play.kinds().count("statement.disputed") == 1
    assert gate_open(play.initiative, play.now)
    assert not asked(play, "state_problem")


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


def test_nothing_can_be_confirmed_before_it_is_stated() -> None:
    play = Play.of("need_identification")
    play.seat_says("seat-01", SubmitNeed(text()))
    with pytest.raises(NotAsked):
        play.seat_says("seat-01", YES)


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


def test_a_seat_that_raises_its_need_after_the_statement_is_asked_about_it_too(play: Play) -> None:
    play.seat_says("seat-08", SubmitNeed(text()))
    play.seat_says("seat-08", SubmitNeed(text()))
    play.seat_says("seat-01", SubmitNeed(text()))
    assert asked(play) == [*AFFECTED, "seat-08"]
    (question,) = [o for o in play.initiative.of_duty("confirm_statement") if o.seat == "seat-08"]
    assert (question.subject, question.opened_at) == ("1", play.now)
    play.seat_says("seat-08", YES)
    assert asked(play) == []


def test_once_the_statement_is_confirmed_a_later_need_asks_nobody_and_its_seat_may_still_speak(play: Play) -> None:
    play.seat_says("seat-02", YES)
    play.seat_says("seat-08", SubmitNeed(text()))
    assert asked(play) == []
    play.say(AnswerNeed("n4", OwnAnswer.DECLINED, text()))
    assert gate_open(play.initiative, play.now)
    play.seat_says("seat-08", NO)
    assert gate_open(play.initiative, play.now)


def test_before_the_statement_and_where_every_seat_is_asked_already_a_need_asks_nobody_twice() -> None:
    play = Play.of("need_identification")
    play.say(SubmitNeed(text(), Sector.RESIDENT))
    assert asked(play) == []
    play.say(AnswerNeed("n1", OwnAnswer.TAKEN_UP, text()))
    play.say(StateProblem(text()))
    before = play.initiative.of_duty("confirm_statement")
    play.seat_says("seat-08", NO)
    play.seat_says("seat-08", SubmitNeed(text()))
    assert [o.id for o in play.initiative.of_duty("confirm_statement")] == [o.id for o in before]
    assert "seat-08" not in asked(play)


def test_a_need_entered_for_one_without_a_seat_asks_nobody_about_the_statement(play: Play) -> None:
    play.say(SubmitNeed(text(), Sector.RESIDENT))
    assert asked(play) == list(AFFECTED)


def test_a_restatement_asks_those_who_came_later_under_its_own_number(play: Play) -> None:
    play.seat_says("seat-08", SubmitNeed(text()))
    play.say(StateProblem(text()))
    assert asked(play) == [*AFFECTED, "seat-08"]
    assert {o.subject for o in play.initiative.of_duty("confirm_statement") if o.state.answerable} == {"2"}


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
