"""Joint planning: the draft, what it holds and lacks, and who draws it up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.explaining import explain
from domain.facts import Activity, Indicator, Level, Value
from domain.phases.joint_planning import JointPlanning
from domain.phases.joint_planning.commands import (
    AddActivity,
    AddGoal,
    AddRisk,
    AddStopCriterion,
    DefineIndicator,
    FixEvaluation,
    MakeCommitment,
    NoCommitment,
    OpenEndorsement,
    OpenPlanComments,
    ReassignActivity,
    SetBaseline,
)
from domain.refusals import NotEntitled
from tests.fixtures.rules import Play, roster, text

SEATS = tuple(seat.id for seat in roster())
ACCEPTED = SEATS[:10]
ACTIVITY = AddActivity(text(), "seat-01", "seat-02")
INDICATOR = DefineIndicator(text(), Level.OUTCOME, "seat-03", "P1M", 20, text())


def drafted(play: Play) -> Play:
    """A goal, an activity and three indicators with their baselines."""
    play.say(AddGoal(text()))
    play.say(ACTIVITY)
    play.say(AddRisk(text()))
    play.say(AddStopCriterion(text()))
    play.say(FixEvaluation(play.now.date() + timedelta(days=400)))
    for number in (1, 2, 3):
        play.say(INDICATOR)
        play.say(SetBaseline(f"i{number}", Value("12")))
    play.say(OpenPlanComments())
    return play


def state(play: Play) -> JointPlanning:
    assert isinstance(play.initiative.now_in, JointPlanning)
    return play.initiative.now_in


def owing(play: Play, duty: str) -> list[str | None]:
    return [o.seat for o in play.initiative.of_duty(duty) if o.state.answerable]


@pytest.fixture
def play() -> Play:
    return Play.of("joint_planning", accepted=ACCEPTED)


def test_the_coordinator_owes_the_draft_and_every_active_seat_a_commitment(play: Play) -> None:
    for duty in ("set_goals", "map_activities", "define_indicators"):
        assert owing(play, duty) == [None]
    assert owing(play, "make_commitment") == list(ACCEPTED)


def test_the_draft_is_given_once_each_of_its_parts_is_there(play: Play) -> None:
    drafted(play)
    for duty in ("set_goals", "map_activities", "define_indicators"):
        assert owing(play, duty) == []
    assert state(play).plan.goals == 1
    assert state(play).plan.activities == {"a1": Activity("a1", "seat-01", "seat-02")}
    assert state(play).plan.indicators["i3"] == Indicator("i3", "seat-03", Level.OUTCOME, "P1M", 20, Value("12"))


def test_an_active_seat_drafts_too_and_one_that_declined_does_not(play: Play) -> None:
    (added, _) = play.seat_says("seat-04", AddGoal(text()))
    assert added.by == "seat-04"  # type: ignore[attr-defined]
    play.seat_says("seat-04", ACTIVITY)
    for command in (AddGoal(text()), ACTIVITY, MakeCommitment("a1", text()), NoCommitment()):
        with pytest.raises(NotEntitled):
            play.seat_says("seat-12", command)
    for command in (INDICATOR, OpenEndorsement(), ReassignActivity("a1", "seat-05", "seat-06")):
        with pytest.raises(NotEntitled):
            play.seat_says("seat-04", command)


def test_the_gate_says_what_the_draft_still_lacks(play: Play) -> None:
    play.say(AddGoal(text()))
    shut = {clause.clause for clause in explain(play.initiative, play.now).clauses if not clause.met}
    assert {"done.map_activities", "done.define_indicators"} <= shut
    assert "done.set_goals" not in shut
