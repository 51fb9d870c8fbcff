"""A later round of planning goes on from the former plan, and all of it survives the wire."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.commands import TakeExit
from domain.events import Event
from domain.explaining import explain, gate_open
from domain.facts import CommitmentState, StopCriterion
from domain.initiative import PhaseState
from domain.operating_model import ExitKind
from domain.phases.joint_planning.commands import (
    FixEvaluation,
    MakeCommitment,
    OpenEndorsement,
    OpenPlanComments,
    ReassignActivity,
)
from domain.phases.joint_planning.events import EvaluationFixed
from domain.refusals import TooEarly
from domain.wire import plain, typed
from tests.domain.phases.test_joint_planning import ACCEPTED, ACTIVITY, drafted, owing, state
from tests.fixtures.rules import MODEL, Play, text


@pytest.fixture
def play() -> Play:
    return Play.of("joint_planning", accepted=ACCEPTED)


def test_a_later_round_goes_on_from_the_former_plan_and_frees_those_who_left() -> None:
    former = drafted(Play.of("joint_planning"))
    for seat in ("seat-01", "seat-12"):
        former.seat_says(seat, MakeCommitment("a1", text()))
    former.say(ReassignActivity("a1", "seat-12", "seat-01"))
    former.say(TakeExit(ExitKind.LOOP_BACK, text()))
    left = former.initiative.facts
    play = Play.of("joint_planning", **(vars(left) | {"accepted": ACCEPTED}))
    assert [o.duty for o in play.initiative.obligations.values() if o.seat is None] == ["fix_evaluation"]
    assert [c.state for c in state(play).plan.commitments.values()] == [CommitmentState.OPEN, CommitmentState.RELEASED]
    with pytest.raises(TooEarly, match="activity a1 no longer takes part"):
        play.say(OpenEndorsement())
    play.say(ReassignActivity("a1", "seat-02", "seat-01"))
    play.say(ACTIVITY)
    play.say(FixEvaluation(play.now.date() + timedelta(days=500)))
    play.say(OpenPlanComments())
    play.say(OpenEndorsement())
    assert list(state(play).plan.activities) == ["a1", "a2"]
    assert state(play).plan.former == left.plan_sha256


def test_a_later_round_agrees_on_a_day_of_evaluation_of_its_own() -> None:
    passed = date(2025, 5, 20)
    play = Play.of("joint_planning", accepted=ACCEPTED, evaluation_on=passed, stop_criteria=(StopCriterion("x1"),))
    assert owing(play, "fix_evaluation") == [None]
    assert owing(play, "set_stop_criteria") == []
    assert not next(c for c in explain(play.initiative, play.now).clauses if c.clause == "done.fix_evaluation").met
    day = play.now.date() + timedelta(days=400)
    (fixed, _) = play.say(FixEvaluation(day))
    assert (fixed, owing(play, "fix_evaluation")) == (EvaluationFixed(day), [])
    assert play.initiative.now_in.so_far(play.initiative.facts).evaluation_on == day


def test_a_model_may_leave_out_any_of_its_duties() -> None:
    rule = MODEL.phases["joint_planning"]
    bare = replace(rule, obligations={}, gate=replace(rule.gate, done=(), quorum=None, sectors=None, indicators=None))
    play = Play.of("joint_planning", model=replace(MODEL, phases=MODEL.phases | {"joint_planning": bare}))
    play.say(OpenEndorsement())
    assert gate_open(play.initiative, play.now)
    assert not play.initiative.obligations


def test_the_state_and_all_that_happened_survive_the_wire(play: Play) -> None:
    drafted(play)
    play.seat_says("seat-01", MakeCommitment("a1", text()))
    play.say(replace(ACTIVITY, depends_on=("a1",)))
    play.say(OpenEndorsement())
    assert typed(PhaseState, plain(state(play))) == state(play)
    assert all(typed(Event, plain(entry.event)) == entry.event for entry in play.entries)
