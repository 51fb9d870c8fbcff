"""After a hold everyone is asked anew, and it ends well in the end, also in silence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.commands import PauseUntil
from domain.events import InitiativeEnded
from domain.explaining import explain
from domain.obligations import ObligationState
from domain.phases.readiness.commands import (
    CheckAgain,
    Cultivate,
)
from domain.refusals import GateShut
from tests.domain.phases.test_readiness_cultivating import ADVANCE, WELL, check, found_unready, rate
from tests.fixtures.rules import Play, text


@pytest.fixture
def play() -> Play:
    return found_unready()


@pytest.fixture
def held(play: Play) -> Play:
    play.say(Cultivate(text()))
    return play


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
