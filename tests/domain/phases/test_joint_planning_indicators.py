"""Indicators of a plan: three to seven, each with a baseline, a target and an owner."""

from __future__ import annotations

import pytest

from domain.facts import Activity, Indicator, Level, Value
from domain.phases.joint_planning.commands import (
    DefineIndicator,
    ReassignActivity,
    ReassignIndicator,
    SetBaseline,
    SetTarget,
)
from domain.refusals import Malformed, NotAsked, NotEntitled
from tests.domain.phases.test_joint_planning import ACCEPTED, INDICATOR, drafted, owing, state
from tests.fixtures.rules import Play, text


@pytest.fixture
def play() -> Play:
    return Play.of("joint_planning", accepted=ACCEPTED)


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
