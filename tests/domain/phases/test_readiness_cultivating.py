"""Cultivating: a hold with named actions and a re-check, finite, and never a way to stand still for ever."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.commands import PauseUntil, TakeExit
from domain.events import InitiativeEnded, ReminderDue
from domain.explaining import explain
from domain.obligations import ObligationState
from domain.operating_model import ExitKind
from domain.phases.readiness.commands import (
    AnswerReadiness,
    Approach,
    CheckAgain,
    Cultivate,
    NameAction,
    NoteLandscape,
    ReportAction,
)
from domain.phases.readiness.state import Readiness
from domain.refusals import AlreadyAnswered, GateShut, LoopsSpent, Malformed, NotAsked, NotEntitled, TooEarly
from tests.fixtures.rules import Play, text

POORLY, WELL = AnswerReadiness(Approach.RIGHT, 1, 1, 1), AnswerReadiness(Approach.RIGHT, 3, 3, 3)
DAY = date(2026, 2, 20)
ADVANCE = TakeExit(ExitKind.ADVANCE)


@pytest.fixture
def play() -> Play:
    """Five seats find the place not ready; an action is named."""
    play = Play.of("readiness")
    rate(play, POORLY)
    play.say(NoteLandscape(text()))
    play.say(NameAction(text(), "seat-01", DAY))
    return play


@pytest.fixture
def held(play: Play) -> Play:
    play.say(Cultivate(text()))
    return play


def rate(play: Play, answer: AnswerReadiness) -> None:
    for number in range(1, 6):
        play.seat_says(f"seat-{number:02}", answer)


def check(play: Play) -> int:
    state = play.initiative.now_in
    assert isinstance(state, Readiness)
    return state.check


def test_in_a_hold_the_gate_waits_for_the_coordinator_and_for_answers_that_are_asked_anew(held: Play) -> None:
    waits = explain(held.initiative, held.now).completing
    assert waits == ("coordinator", *(f"seat-{number:02}" for number in range(1, 6)))
    held.say(CheckAgain())
    rate(held, WELL)
    assert explain(held.initiative, held.now).open


def test_a_hold_lasts_sixty_days_and_ends_in_asking_again(held: Play) -> None:
    hold = held.initiative.owed("cultivate")
    assert hold is not None
    assert held.initiative.calendar.due_day(hold.due) == date(2026, 3, 13)
    held.wait_until(hold.due - timedelta(seconds=1))
    assert check(held) == 1
    held.wait_until(hold.due)
    assert check(held) == 2
    asked = [o for o in held.initiative.of_duty("answer_readiness") if o.state is ObligationState.OPEN]
    assert {(o.subject, o.opened_at) for o in asked} == {("2", hold.due)}
    assert len(asked) == 12
    assert held.initiative.owed("cultivate") is None


def test_after_the_hold_the_earlier_ratings_count_no_more(held: Play) -> None:
    held.say(CheckAgain())
    assert explain(held.initiative, held.now).clauses[0].have == 0
    rate(held, WELL)
    held.say(ADVANCE)
    assert held.initiative.at.to == "need_identification"


def test_nobody_owes_the_form_during_a_hold(held: Play) -> None:
    assert held.initiative.owed("answer_readiness") is None
    with pytest.raises(NotAsked, match="asked again"):
        held.seat_says("seat-09", WELL)
    reminded = [e for e in held.wait(50) if isinstance(e, ReminderDue) and "answer_readiness" in e.obligation]
    assert reminded == []


def test_a_held_initiative_does_not_go_on_before_it_has_been_asked_again(held: Play) -> None:
    over = next(c for c in explain(held.initiative, held.now).clauses if c.clause == "cultivation.over")
    assert not over.met
    assert "2026-03-13" in over.remedy
    with pytest.raises(GateShut, match=r"cultivation\.over"):
        held.say(ADVANCE)


def test_the_window_ends_only_after_those_asked_again_have_had_their_time(held: Play) -> None:
    hold = held.initiative.owed("cultivate")
    assert hold is not None
    held.wait_until(hold.due)
    assert held.initiative.at.due == held.initiative.calendar.due(hold.due, held.initiative.rule.due)
    assert "obligation.opened" in held.kinds()
    assert not held.initiative.of_duty("decide_exit")


def test_an_action_is_asked_of_its_owner_by_its_own_day(held: Play) -> None:
    (asked,) = held.initiative.of_duty("carry_out_action")
    assert (asked.seat, asked.subject) == ("seat-01", "a1.1")
    assert held.initiative.calendar.due_day(asked.due) == DAY


def test_an_action_with_a_later_day_is_asked_for_by_the_end_of_the_hold(held: Play) -> None:
    held.say(NameAction(text(), "seat-02", date(2026, 12, 1)))
    hold = held.initiative.owed("cultivate")
    assert hold is not None
    assert held.initiative.of_duty("carry_out_action")[-1].due == hold.due


def test_the_owner_says_what_became_of_an_action_and_may_correct_it(held: Play) -> None:
    said = held.seat_says("seat-01", ReportAction("a1", done=False))
    assert [event.KIND for event in said] == ["action.reported", "obligation.fulfilled"]
    held.seat_says("seat-01", ReportAction("a1", done=True))
    with pytest.raises(AlreadyAnswered):
        held.seat_says("seat-01", ReportAction("a1", done=True))
    with pytest.raises(NotEntitled, match="another seat"):
        held.seat_says("seat-02", ReportAction("a1", done=True))
    with pytest.raises(NotAsked, match="no action 'a9'"):
        held.seat_says("seat-01", ReportAction("a9", done=True))


def test_actions_are_asked_for_once_the_hold_begins_and_not_before(play: Play) -> None:
    assert play.initiative.of_duty("carry_out_action") == ()
    with pytest.raises(NotAsked, match="not asked for yet"):
        play.seat_says("seat-01", ReportAction("a1", done=True))


def test_a_hold_needs_a_named_action() -> None:
    play = Play.of("readiness")
    rate(play, POORLY)
    with pytest.raises(TooEarly, match="no action"):
        play.say(Cultivate())


def test_a_place_that_is_ready_is_not_held(play: Play) -> None:
    rate(play, WELL)
    with pytest.raises(NotAsked, match="the gate is open"):
        play.say(Cultivate())


def test_a_held_initiative_is_not_held_once_more_at_the_same_time(held: Play) -> None:
    with pytest.raises(AlreadyAnswered):
        held.say(Cultivate())


def test_holds_are_finite_and_then_one_stops_well(held: Play) -> None:
    held.say(CheckAgain())
    held.say(Cultivate())
    held.say(CheckAgain())
    with pytest.raises(LoopsSpent, match="2 times"):
        held.say(Cultivate())
    held.say(TakeExit(ExitKind.STOP, text()))
    assert held.initiative.outcome == "stopped_well"


def test_what_was_not_done_in_one_hold_is_asked_again_in_the_next_under_another_name(held: Play) -> None:
    held.wait_until(held.initiative.obligations["readiness.1/cultivate/1"].due)
    held.say(Cultivate())
    first, second = held.initiative.of_duty("carry_out_action")
    assert (first.subject, first.state) == ("a1.1", ObligationState.RELEASED)
    assert (second.subject, second.state) == ("a1.2", ObligationState.OPEN)
    assert second.due == held.initiative.obligations["readiness.1/cultivate/2"].due


def test_nothing_is_checked_again_that_was_not_held(play: Play) -> None:
    with pytest.raises(NotAsked):
        play.say(CheckAgain())


@pytest.mark.parametrize("day", [date(2026, 1, 12), date(2025, 1, 1)])
def test_an_action_is_to_be_done_on_a_day_to_come(play: Play, day: date) -> None:
    with pytest.raises(Malformed) as refused:
        play.say(NameAction(text(), "seat-01", day))
    assert refused.value.path == "due"


def test_cultivating_answers_the_decision_that_the_end_of_the_window_opened(play: Play) -> None:
    play.wait_until(play.initiative.at.due)
    (decision,) = play.initiative.of_duty("decide_exit")
    assert decision.state is ObligationState.OPEN
    play.say(Cultivate())
    assert play.initiative.obligations[decision.id].state is ObligationState.FULFILLED
    assert play.initiative.outcome is None


def test_when_the_window_ends_again_the_coordinator_is_asked_again_and_silence_stops_well(play: Play) -> None:
    play.wait_until(play.initiative.at.due)
    play.say(Cultivate())
    play.wait(100)
    decisions = play.initiative.of_duty("decide_exit")
    assert [decision.id for decision in decisions] == ["readiness.1/decide_exit", "readiness.1/decide_exit/2"]
    assert decisions[-1].state is ObligationState.OPEN
    play.wait(60)
    assert isinstance(play.entries[-1].event, InitiativeEnded)


def test_a_pause_moves_the_end_of_the_hold(held: Play) -> None:
    before = held.initiative.obligations["readiness.1/cultivate/1"].due
    held.say(PauseUntil(held.now + timedelta(days=30)))
    held.wait_until(before)
    assert check(held) == 1
    after = held.initiative.obligations["readiness.1/cultivate/1"].due
    assert after - before >= timedelta(days=29)
    held.wait_until(after)
    assert check(held) == 2


def test_silence_in_a_hold_ends_well_in_the_end(held: Play) -> None:
    held.wait(365)
    assert held.initiative.outcome == "stopped_well"
