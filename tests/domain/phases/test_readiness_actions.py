"""Actions of a hold: each has its owner and its day, and is told of and corrected."""

from __future__ import annotations

from datetime import date

import pytest

from domain.obligations import ObligationState
from domain.phases.readiness.commands import (
    Cultivate,
    NameAction,
    ReportAction,
)
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled
from tests.domain.phases.test_readiness_cultivating import DAY, found_unready
from tests.fixtures.rules import Play, text


@pytest.fixture
def play() -> Play:
    return found_unready()


@pytest.fixture
def held(play: Play) -> Play:
    play.say(Cultivate(text()))
    return play


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


def test_what_was_not_done_in_one_hold_is_asked_again_in_the_next_under_another_name(held: Play) -> None:
    held.wait_until(held.initiative.obligations["readiness.1/cultivate/1"].due)
    held.say(Cultivate())
    first, second = held.initiative.of_duty("carry_out_action")
    assert (first.subject, first.state) == ("a1.1", ObligationState.RELEASED)
    assert (second.subject, second.state) == ("a1.2", ObligationState.OPEN)
    assert second.due == held.initiative.obligations["readiness.1/cultivate/2"].due


@pytest.mark.parametrize("day", [date(2026, 1, 12), date(2025, 1, 1)])
def test_an_action_is_to_be_done_on_a_day_to_come(play: Play, day: date) -> None:
    with pytest.raises(Malformed) as refused:
        play.say(NameAction(text(), "seat-01", day))
    assert refused.value.path == "due"
