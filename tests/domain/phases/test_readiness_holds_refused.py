"""Holds are finite and have a reason: where one cannot begin, or has not begun, it is said so."""

from __future__ import annotations

import pytest

from domain.commands import TakeExit
from domain.operating_model import ExitKind
from domain.phases.readiness.commands import (
    CheckAgain,
    Cultivate,
)
from domain.refusals import AlreadyAnswered, LoopsSpent, NotAsked, TooEarly
from tests.domain.phases.test_readiness_cultivating import POORLY, WELL, found_unready, rate
from tests.fixtures.rules import Play, text


@pytest.fixture
def play() -> Play:
    return found_unready()


@pytest.fixture
def held(play: Play) -> Play:
    play.say(Cultivate(text()))
    return play


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


def test_nothing_is_checked_again_that_was_not_held(play: Play) -> None:
    with pytest.raises(NotAsked):
        play.say(CheckAgain())
