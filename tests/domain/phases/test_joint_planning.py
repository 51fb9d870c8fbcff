"""Joint planning: goals, activities with owner and deputy, indicators with a contract and a baseline, commitments."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.commands import Command, TakeExit
from domain.commitments import MOST_OF_A_SEAT
from domain.events import Event
from domain.explaining import explain, gate_open
from domain.facts import Activity, Commitment, CommitmentState, Indicator, Level, Value
from domain.initiative import PhaseState
from domain.operating_model import ExitKind
from domain.phases.joint_planning import JointPlanning
from domain.phases.joint_planning.commands import (
    AddActivity,
    AddGoal,
    DefineIndicator,
    MakeCommitment,
    NoCommitment,
    OpenEndorsement,
    ReassignActivity,
    ReassignIndicator,
    SetBaseline,
    SetTarget,
)
from domain.phases.joint_planning.duties import MOST
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled, TooEarly, UnknownSeat
from domain.wire import plain, typed
from tests.fixtures.rules import MODEL, Play, roster, text

SEATS = tuple(seat.id for seat in roster())
ACCEPTED = SEATS[:10]
ACTIVITY = AddActivity(text(), "seat-01", "seat-02")
INDICATOR = DefineIndicator(text(), Level.OUTCOME, "seat-03", "P1M", 20, text())


@pytest.fixture
def play() -> Play:
    return Play.of("joint_planning", accepted=ACCEPTED)


def drafted(play: Play) -> Play:
    """A goal, an activity and three indicators with their baselines."""
    play.say(AddGoal(text()))
    play.say(ACTIVITY)
    for number in (1, 2, 3):
        play.say(INDICATOR)
        play.say(SetBaseline(f"i{number}", Value("12")))
    return play


def state(play: Play) -> JointPlanning:
    assert isinstance(play.initiative.now_in, JointPlanning)
    return play.initiative.now_in


def owing(play: Play, duty: str) -> list[str | None]:
    return [o.seat for o in play.initiative.of_duty(duty) if o.state.answerable]


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


@pytest.mark.parametrize(
    ("command", "refusal", "path"),
    [
        (replace(ACTIVITY, deputy="seat-01"), Malformed, "deputy"),
        (replace(ACTIVITY, owner="seat-12"), NotEntitled, "owner"),
        (replace(ACTIVITY, deputy="nobody"), UnknownSeat, "deputy"),
        (replace(ACTIVITY, depends_on=("a1", "a2")), NotAsked, "depends_on[1]"),
        (replace(ACTIVITY, depends_on=("a1", "a1")), Malformed, "depends_on[1]"),
        (replace(INDICATOR, owner="seat-11"), NotEntitled, "owner"),
        (replace(INDICATOR, rhythm="monthly"), Malformed, "rhythm"),
        (replace(INDICATOR, rhythm="P0D"), Malformed, "rhythm"),
        (replace(INDICATOR, rhythm="-5wd"), Malformed, "rhythm"),
        (replace(INDICATOR, rhythm="P2Y"), Malformed, "rhythm"),
        (replace(INDICATOR, minutes=-1), Malformed, "minutes"),
        (replace(INDICATOR, minutes=10**20), Malformed, "minutes"),
        (SetBaseline("i1", Value("twelve")), Malformed, "value.number"),
        (SetBaseline("i9", Value("12")), NotAsked, "indicator"),
        (ReassignIndicator("i1", "seat-12"), NotEntitled, "owner"),
        (ReassignIndicator("i1", "seat-03"), AlreadyAnswered, "owner"),
        (ReassignActivity("a9", "seat-01", "seat-02"), NotAsked, "activity"),
        (ReassignActivity("a1", "seat-05", "seat-05"), Malformed, "deputy"),
        (ReassignActivity("a1", "seat-01", "seat-02"), AlreadyAnswered, ""),
    ],
)
def test_what_does_not_hold_together_is_refused_where_it_stands(
    play: Play, command: Command, refusal: type[Exception], path: str
) -> None:
    drafted(play)
    count = len(play.entries)
    with pytest.raises(refusal) as refused:
        play.say(command)
    assert type(refused.value) is refusal
    assert refused.value.path == path  # type: ignore[attr-defined]
    assert len(play.entries) == count


def test_indicators_are_three_to_seven_and_count_once_they_have_a_baseline(play: Play) -> None:
    for _ in range(7):
        play.say(INDICATOR)
    with pytest.raises(NotAsked, match="7"):
        play.say(INDICATOR)
    play.say(SetBaseline("i1", Value("1")))
    play.say(SetBaseline("i2", Value(None)))
    assert owing(play, "define_indicators") == [None]
    play.say(SetBaseline("i3", Value("-0.5")))
    assert owing(play, "define_indicators") == []


def test_a_baseline_is_set_by_the_owner_or_the_coordinator_and_corrected_with_trace(play: Play) -> None:
    play.say(INDICATOR)
    with pytest.raises(NotEntitled):
        play.seat_says("seat-04", SetBaseline("i1", Value("1")))
    play.seat_says("seat-03", SetBaseline("i1", Value("1")))
    (corrected,) = play.say(SetBaseline("i1", Value(None)))
    assert corrected.replaces == Value("1")  # type: ignore[attr-defined]


def test_activities_and_indicators_change_hands(play: Play) -> None:
    drafted(play)
    play.say(ReassignActivity("a1", "seat-05", "seat-01"))
    play.say(ReassignIndicator("i2", "seat-06"))
    assert state(play).plan.activities["a1"] == Activity("a1", "seat-05", "seat-01")
    assert state(play).plan.indicators["i2"] == Indicator("i2", "seat-06", Level.OUTCOME, "P1M", 20, Value("12"))


def test_a_seat_commits_to_an_activity_or_to_nothing_and_is_reminded_no_more(play: Play) -> None:
    play.say(ACTIVITY)
    play.seat_says("seat-01", MakeCommitment("a1", text()))
    play.seat_says("seat-02", NoCommitment())
    assert owing(play, "make_commitment") == list(ACCEPTED[2:])
    assert state(play).plan.commitments == {"c1": Commitment("c1", "seat-01", "a1")}
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-02", NoCommitment())
    with pytest.raises(NotAsked):
        play.seat_says("seat-02", MakeCommitment("a7", text()))
    play.seat_says("seat-02", MakeCommitment("a1", text()))


def test_a_seat_promises_no_more_than_it_can_keep_and_a_plan_holds_no_more_than_it_can_carry(play: Play) -> None:
    for _ in range(MOST):
        play.say(ACTIVITY)
    with pytest.raises(NotAsked):
        play.say(ACTIVITY)
    for _ in range(MOST_OF_A_SEAT):
        play.seat_says("seat-01", MakeCommitment("a1", text()))
    with pytest.raises(NotAsked):
        play.seat_says("seat-01", MakeCommitment("a1", text()))


def test_nobody_answering_ends_in_a_stop_that_no_one_had_to_decide(play: Play) -> None:
    play.wait(250)
    assert play.initiative.outcome == "stopped_well"


def test_a_later_round_goes_on_from_the_former_plan_and_frees_those_who_left() -> None:
    former = drafted(Play.of("joint_planning"))
    for seat in ("seat-01", "seat-12"):
        former.seat_says(seat, MakeCommitment("a1", text()))
    former.say(ReassignActivity("a1", "seat-12", "seat-01"))
    former.say(TakeExit(ExitKind.LOOP_BACK, text()))
    left = former.initiative.facts
    play = Play.of("joint_planning", **(vars(left) | {"accepted": ACCEPTED}))
    assert [o.duty for o in play.initiative.obligations.values() if o.seat is None] == []
    assert [c.state for c in state(play).plan.commitments.values()] == [CommitmentState.OPEN, CommitmentState.RELEASED]
    with pytest.raises(TooEarly, match="activity a1 no longer takes part"):
        play.say(OpenEndorsement())
    play.say(ReassignActivity("a1", "seat-02", "seat-01"))
    play.say(ACTIVITY)
    play.say(OpenEndorsement())
    assert list(state(play).plan.activities) == ["a1", "a2"]
    assert state(play).plan.former == left.plan_sha256


def test_a_model_may_leave_out_any_of_its_duties() -> None:
    rule = MODEL.phases["joint_planning"]
    bare = replace(rule, obligations={}, gate=replace(rule.gate, done=(), quorum=None, sectors=None, indicators=None))
    play = Play.of("joint_planning", model=replace(MODEL, phases=MODEL.phases | {"joint_planning": bare}))
    play.say(OpenEndorsement())
    assert gate_open(play.initiative, play.now)
    assert not play.initiative.obligations


def test_the_gate_says_what_the_draft_still_lacks(play: Play) -> None:
    play.say(AddGoal(text()))
    shut = {clause.clause for clause in explain(play.initiative, play.now).clauses if not clause.met}
    assert {"done.map_activities", "done.define_indicators"} <= shut
    assert "done.set_goals" not in shut


def test_the_state_and_all_that_happened_survive_the_wire(play: Play) -> None:
    drafted(play)
    play.seat_says("seat-01", MakeCommitment("a1", text()))
    play.say(replace(ACTIVITY, depends_on=("a1",)))
    play.say(OpenEndorsement())
    assert typed(PhaseState, plain(state(play))) == state(play)
    assert all(typed(Event, plain(entry.event)) == entry.event for entry in play.entries)


def test_a_target_lies_within_its_bounds_and_can_be_set_again(play: Play) -> None:
    play.say(DefineIndicator(text(), Level.OUTPUT, "seat-01", "P1M", 10))
    play.say(SetTarget("i1", Value("20"), Value("5"), Value("30")))
    play.say(SetTarget("i1", Value("25")))
    target = play.initiative.now_in.plan.indicators["i1"]  # type: ignore[attr-defined]
    assert (target.target, target.low, target.high) == (Value("25"), None, None)
    with pytest.raises(Malformed) as refused:
        play.say(SetTarget("i1", Value("20"), high=Value("10")))
    assert refused.value.path == "target"
    with pytest.raises(NotAsked):
        play.say(SetTarget("i9", Value("20")))
