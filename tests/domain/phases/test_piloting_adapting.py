"""Halfway through a pilot the coordinator is asked for a session, in which the plan is kept or adapted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.obligations import ObligationState
from domain.phases.piloting.commands import Adapted, AdaptPilot, BeginSettling, HaltOnHarm, ReviewHarm
from domain.phases.piloting.events import PilotAdapted
from domain.refusals import NotAsked, NotEntitled
from tests.domain.phases.test_piloting import days_asked, open_subjects, pilot, state, without
from tests.fixtures.rules import Play, text

DUTY = "adapt_pilot"
KEEP, ADAPT = AdaptPilot(Adapted.KEEP, text()), AdaptPilot(Adapted.ADAPT, text())
HALFWAY = date(2026, 8, 3)  # the middle lies in July, which is quiet


@pytest.fixture
def play() -> Play:
    return pilot()


def test_it_is_asked_for_once_halfway_to_the_planned_end(play: Play) -> None:
    middle = play.initiative.at.opened_at + (play.initiative.at.due - play.initiative.at.opened_at) / 2
    assert middle.month == 7
    play.wait_until(play.initiative.at.due)
    assert days_asked(play, DUTY) == [HALFWAY]
    (owed,) = play.initiative.of_duty(DUTY)
    assert owed.state is ObligationState.LAPSED  # nobody held it, and the pilot went on


def test_what_it_comes_to_is_noted_and_the_last_word_counts(play: Play) -> None:
    play.wait(220)
    assert open_subjects(play, DUTY) == [None]
    adapted, fulfilled = play.say(ADAPT)
    assert (adapted, fulfilled.KIND) == (PilotAdapted(Adapted.ADAPT, text()), "obligation.fulfilled")
    assert play.say(KEEP) == (PilotAdapted(Adapted.KEEP, text()),)
    assert state(play).notes.adapted is Adapted.KEEP


def test_one_that_was_held_before_is_not_asked_for(play: Play) -> None:
    play.wait(90)
    play.say(KEEP)
    play.wait_until(play.initiative.at.due)
    assert play.initiative.of_duty(DUTY) == ()


def test_a_pilot_that_ends_early_or_whose_model_has_none_is_not_asked(play: Play) -> None:
    play.wait(30)
    play.say(BeginSettling(text()))
    other = pilot(without(DUTY))
    for one in (play, other):
        one.wait_until(one.initiative.at.due - timedelta(days=1))
        assert one.initiative.of_duty(DUTY) == ()
        with pytest.raises(NotAsked):
            one.say(KEEP)


def test_a_halted_pilot_is_asked_once_it_goes_on(play: Play) -> None:
    play.wait(190)
    play.seat_says("seat-01", HaltOnHarm(text()))
    play.wait(60)
    assert play.initiative.of_duty(DUTY) == ()
    play.say(ReviewHarm(True, text()))
    play.wait(3)
    assert open_subjects(play, DUTY) == [None]


def test_a_seat_cannot_say_what_all_came_to(play: Play) -> None:
    with pytest.raises(NotEntitled):
        play.seat_says("seat-01", KEEP)
