"""Joint planning: risks and stop criteria are pieces of the plan, which is not whole without them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.commands import TakeExit
from domain.explaining import gate_clauses
from domain.facts import StopCriterion
from domain.operating_model import ExitKind
from domain.phases.joint_planning.commands import AddRisk, AddStopCriterion, FixEvaluation, OpenEndorsement
from domain.phases.joint_planning.events import EvaluationFixed, RiskAdded, StopCriterionAdded
from domain.phases.joint_planning.plan import Plan
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled, TooEarly
from domain.sealed import Sealed
from domain.wire import plain
from tests.domain.phases.test_joint_planning import ACCEPTED, drafted, owing, state
from tests.fixtures.rules import MODEL, Play, text


@pytest.fixture
def play() -> Play:
    return Play.of("joint_planning", accepted=ACCEPTED)


def shut(play: Play) -> set[str]:
    return {clause.clause for clause in gate_clauses(play.initiative, play.now) if not clause.met}


def test_the_gate_and_the_endorsement_wait_for_a_risk_and_a_stop_criterion(play: Play) -> None:
    assert owing(play, "name_risks") == owing(play, "set_stop_criteria") == [None]
    assert {"done.name_risks", "done.set_stop_criteria"} <= shut(play)
    with pytest.raises(
        TooEarly, match="name_risks has 0 of 1; set_stop_criteria has 0 of 1; fix_evaluation has 0 of 1"
    ):
        play.say(OpenEndorsement())
    assert play.say(AddRisk(text()))[0] == RiskAdded("r1", text())
    (criterion, _) = play.seat_says("seat-04", AddStopCriterion(text()))
    assert criterion == StopCriterionAdded("x1", text(), "seat-04")
    assert owing(play, "name_risks") == owing(play, "set_stop_criteria") == []
    assert not {"done.name_risks", "done.set_stop_criteria"} & shut(play)


def test_they_are_handed_on_and_a_later_round_counts_on_from_them(play: Play) -> None:
    drafted(play)
    play.say(AddStopCriterion(text()))
    assert state(play).stop_criteria == (StopCriterion("x1"), StopCriterion("x2"))
    play.say(TakeExit(ExitKind.LOOP_BACK, text()))
    left = play.initiative.facts
    assert (left.risks, left.stop_criteria) == (1, (StopCriterion("x1"), StopCriterion("x2")))
    again = Play.of("joint_planning", **vars(left) | {"accepted": ACCEPTED})
    assert owing(again, "name_risks") == owing(again, "set_stop_criteria") == []
    again.say(AddRisk(text()))
    again.say(AddStopCriterion(text()))
    assert again.initiative.state.so_far(left).risks == 2  # type: ignore[union-attr]
    assert state(again).stop_criteria[-1] == StopCriterion("x3")


def test_the_hash_of_a_plan_stands_for_their_words_and_is_as_ever_without_them(play: Play) -> None:
    assert {"risks", "stop_criteria"}.isdisjoint(plain(Plan()))
    plan, other = state(drafted(play)).plan, Sealed("cd" * 32, 12, "fi")
    for event in (RiskAdded("r2", text()), StopCriterionAdded("x2", text())):
        assert plan.after(event).sha256() not in (plan.sha256(), plan.after(replace(event, text=other)).sha256())


def test_a_frozen_plan_a_full_one_and_a_seat_that_declined_add_none(play: Play) -> None:
    for command in (AddRisk(text()), AddStopCriterion(text())):
        with pytest.raises(NotEntitled):
            play.seat_says("seat-11", command)
    drafted(play).say(OpenEndorsement())
    for command in (AddRisk(text()), AddStopCriterion(text())):
        with pytest.raises(NotAsked, match="frozen"):
            play.say(command)


def test_a_model_may_bound_them() -> None:
    rule = MODEL.phases["joint_planning"]
    one = {name: replace(rule.obligations[name], most=1) for name in ("name_risks", "set_stop_criteria")}
    model = replace(MODEL, phases=MODEL.phases | {"joint_planning": replace(rule, obligations=rule.obligations | one)})
    play = drafted(Play.of("joint_planning", model=model))
    for command in (AddRisk(text()), AddStopCriterion(text())):
        with pytest.raises(NotAsked, match="the most it may"):
            play.say(command)


def test_the_day_of_the_evaluation_is_in_the_gate_and_the_last_one_counts(play: Play) -> None:
    today = play.now.date()
    assert "done.fix_evaluation" in shut(play)
    play.say(FixEvaluation(today + timedelta(days=300)))
    assert "done.fix_evaluation" not in shut(play)
    before = state(play).plan.sha256()
    (fixed,) = play.say(FixEvaluation(today + timedelta(days=400)))
    assert fixed == EvaluationFixed(today + timedelta(days=400), today + timedelta(days=300))
    assert state(play).plan.sha256() != before
    assert play.initiative.now_in.so_far(play.initiative.facts).evaluation_on == today + timedelta(days=400)
    for day, refusal in ((today, Malformed), (today + timedelta(days=400), AlreadyAnswered)):
        with pytest.raises(refusal):
            play.say(FixEvaluation(day))
