"""The clocks of support: its response time, and what is owed in other phases and in pauses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.commands import PauseUntil, TakeExit
from domain.deciding import opening
from domain.folding import fold
from domain.matters.support.commands import (
    PromiseSupport,
)
from domain.matters.support.requests import RequestState
from domain.obligations import ObligationState
from domain.operating_model import ExitKind
from tests.domain.matters.test_support import ACTOR, FIRST, GIVE, SECOND, kept, owing
from tests.fixtures.rules import START, Play, roster, text


@pytest.fixture
def play() -> Play:
    return Play.of("piloting", roster(6), accepted=tuple(f"seat-{n:02}" for n in range(1, 6)), chair=FIRST)


def test_the_response_time_is_the_lower_median_of_working_days_to_the_first_answer(play: Play) -> None:
    assert kept(play).response_days is None
    for number, days in enumerate((0, 7, 1, 2), start=1):
        play.seat_says(FIRST, ACTOR)
        play.wait(days)
        play.say(PromiseSupport(f"r{number}"))
    assert kept(play).waited == (0, 1, 2, 5)
    assert kept(play).response_days == 1


def test_what_is_owed_outlives_the_phase_in_which_it_was_asked(play: Play) -> None:
    play.seat_says(FIRST, ACTOR)
    play.say(PromiseSupport("r1", SECOND, date(2026, 9, 1)))
    play.say(TakeExit(ExitKind.LOOP_BACK, text()))
    play.record(opening(play.initiative, "joint_planning", play.now))
    assert owing(play, "give_support") == [(SECOND, "r1")]
    play.seat_says(SECOND, GIVE)
    assert kept(play).requests["r1"].state is RequestState.GIVEN
    assert fold(play.entries).matters == play.initiative.matters


def test_the_clocks_of_support_stand_while_the_initiative_is_paused(play: Play) -> None:
    play.seat_says(FIRST, ACTOR)
    due = play.initiative.of_duty("answer_support")[0].due
    play.say(PauseUntil(START + timedelta(days=40)))
    play.wait(41)
    owed = play.initiative.of_duty("answer_support")[0]
    assert owed.due > due + timedelta(days=39)
    assert owed.state is ObligationState.OPEN


def test_anyone_may_ask_before_the_seats_are_taken() -> None:
    play = Play.of("need_identification", roster(3))
    play.seat_says(FIRST, ACTOR)
    assert owing(play, "answer_support") == [(None, "r1")]
