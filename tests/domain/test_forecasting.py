"""Forecasts: computed by the rules that will bring what they tell."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.clockwork import next_wake, tick
from domain.commands import PauseUntil, TakeExit
from domain.forecasting import next_if_nobody_acts
from domain.operating_model import ExitKind
from domain.refusals import Malformed
from tests.fixtures.rules import Play, text


def test_what_is_told_is_what_the_clock_brings() -> None:
    play = Play.of("convening")
    told = next_if_nobody_acts(play.initiative)
    assert told is not None
    assert told.at == next_wake(play.initiative)
    assert told.kinds == tuple(dict.fromkeys(event.KIND for event in tick(play.initiative, told.at)))


def test_an_ended_initiative_has_nothing_to_come() -> None:
    play = Play.of("convening")
    play.say(TakeExit(ExitKind.STOP, text()))
    assert next_if_nobody_acts(play.initiative) is None


def test_a_pause_is_told_to_end_and_never_lasts_more_than_a_year() -> None:
    play = Play.of("convening")
    with pytest.raises(Malformed):
        play.say(PauseUntil(play.now + timedelta(days=400)))
    play.say(PauseUntil(play.now + timedelta(days=30)))
    told = next_if_nobody_acts(play.initiative)
    assert told is not None
    assert told.kinds[0] == "initiative.resumed"
