"""Cultivating: a hold with named actions, in which nobody owes anything but those."""

from __future__ import annotations

from datetime import date

import pytest

from domain.commands import TakeExit
from domain.events import ReminderDue
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
)
from domain.phases.readiness.state import Readiness
from domain.refusals import NotAsked
from tests.fixtures.rules import Play, text

POORLY, WELL = AnswerReadiness(Approach.RIGHT, 1, 1, 1), AnswerReadiness(Approach.RIGHT, 3, 3, 3)
DAY = date(2026, 2, 20)
ADVANCE = TakeExit(ExitKind.ADVANCE)


def rate(play: Play, answer: AnswerReadiness) -> None:
    for number in range(1, 6):
        play.seat_says(f"seat-{number:02}", answer)


def check(play: Play) -> int:
    state = play.initiative.now_in
    assert isinstance(state, Readiness)
    return state.check


def found_unready() -> Play:
    """Five seats find the place not ready; an action is named."""
    play = Play.of("readiness")
    rate(play, POORLY)
    play.say(NoteLandscape(text()))
    play.say(NameAction(text(), "seat-01", DAY))
    return play


@pytest.fixture
def play() -> Play:
    return found_unready()


@pytest.fixture
def held(play: Play) -> Play:
    play.say(Cultivate(text()))
    return play


def test_in_a_hold_the_gate_waits_for_the_coordinator_and_for_answers_that_are_asked_anew(held: Play) -> None:
    waits = explain(held.initiative, held.now).completing
    assert waits == ("coordinator", *(f"seat-{number:02}" for number in range(1, 6)))
    held.say(CheckAgain())
    rate(held, WELL)
    assert explain(held.initiative, held.now).open


def test_nobody_owes_the_form_during_a_hold(held: Play) -> None:
    assert held.initiative.owed("answer_readiness") is None
    with pytest.raises(NotAsked, match="asked again"):
        held.seat_says("seat-09", WELL)
    reminded = [e for e in held.wait(50) if isinstance(e, ReminderDue) and "answer_readiness" in e.obligation]
    assert reminded == []


def test_cultivating_answers_the_decision_that_the_end_of_the_window_opened(play: Play) -> None:
    play.wait_until(play.initiative.at.due)
    (decision,) = play.initiative.of_duty("decide_exit")
    assert decision.state is ObligationState.OPEN
    play.say(Cultivate())
    assert play.initiative.obligations[decision.id].state is ObligationState.FULFILLED
    assert play.initiative.outcome is None
