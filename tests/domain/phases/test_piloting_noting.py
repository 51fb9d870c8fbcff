"""What is noted of a pilot on its way: whether it can start, early wins, and incidents that halt nothing."""

from __future__ import annotations

import pytest

from domain.commands import Command
from domain.obligations import ObligationState
from domain.phases.piloting.commands import (
    BeginSettling,
    CheckStart,
    HaltOnHarm,
    Readied,
    ReportIncident,
    TellEarlyWin,
)
from domain.phases.piloting.events import EarlyWinTold, IncidentReported, StartChecked
from domain.phases.piloting.noted import Noted
from domain.refusals import Malformed, NotAsked, NotEntitled, Refusal
from domain.wire import plain, typed
from tests.domain.phases.test_piloting import open_subjects, pilot, state, without
from tests.fixtures.rules import Play, text

DUTY = "check_start"
LACKING = (Readied.MONEY, Readied.PERMISSIONS)


@pytest.fixture
def play() -> Play:
    return pilot()


def test_the_coordinator_is_asked_at_the_opening_whether_the_pilot_can_start(play: Play) -> None:
    (owed,) = play.initiative.of_duty(DUTY)
    assert (owed.seat, owed.owed_by, owed.opened_at) == (None, "actor-coordinator", play.initiative.at.opened_at)


def test_a_check_that_finds_something_lacking_stays_owed_until_nothing_is(play: Play) -> None:
    assert play.seat_says("seat-01", CheckStart(LACKING, text())) == (StartChecked(LACKING, "seat-01", text()),)
    assert open_subjects(play, DUTY) == [None]
    assert state(play).notes.lacking == LACKING
    checked, fulfilled = play.say(CheckStart(()))
    assert (checked, fulfilled.KIND) == (StartChecked(()), "obligation.fulfilled")
    assert open_subjects(play, DUTY) == []
    play.say(CheckStart((Readied.PEOPLE,)))  # somebody left
    assert state(play).notes.lacking == (Readied.PEOPLE,)


def test_a_win_and_an_incident_get_an_id_and_halt_nothing(play: Play) -> None:
    assert play.seat_says("seat-03", TellEarlyWin(text())) == (EarlyWinTold("v1", text(), "seat-03"),)
    assert play.say(TellEarlyWin(text())) == (EarlyWinTold("v2", text()),)
    put_down = play.seat_says("seat-09", ReportIncident(text(), text()))  # it takes no part, and saw it
    assert put_down == (IncidentReported("h1", text(), text(), "seat-09"),)
    assert state(play).notes == Noted(wins=2, incidents=1)
    assert not state(play).halted
    assert len(play.wait(40)) > 0  # pulses go on


@pytest.mark.parametrize(
    ("seat", "command", "refusal", "path"),
    [
        ("seat-02", CheckStart(()), NotEntitled, ""),  # it owns no activity
        (None, CheckStart((Readied.MONEY, Readied.MONEY)), Malformed, "lacking"),
        ("seat-09", TellEarlyWin(text()), NotEntitled, ""),
    ],
)
def test_what_is_refused(play: Play, seat: str | None, command: Command, refusal: type[Refusal], path: str) -> None:
    before = play.initiative
    with pytest.raises(refusal) as refused:
        play.seat_says(seat, command) if seat else play.say(command)
    assert (refused.value.path, bool(refused.value.remedy)) == (path, True)
    assert play.initiative == before


def test_the_start_is_not_checked_at_the_end_nor_where_the_model_does_not_ask(play: Play) -> None:
    play.say(BeginSettling(text()))
    with pytest.raises(NotAsked):
        play.say(CheckStart(()))
    other = pilot(without(DUTY))
    assert other.initiative.of_duty(DUTY) == ()
    with pytest.raises(NotAsked):
        other.say(CheckStart(()))


def test_once_a_pilot_settles_by_word_or_by_the_clock_nobody_owes_the_start_check_any_more(play: Play) -> None:
    play.say(CheckStart(LACKING))
    play.say(BeginSettling(text()))
    by_clock = pilot()
    while not state(by_clock).settling:
        by_clock.wait(30)
    for settling in (play, by_clock):
        assert [owed.state for owed in settling.initiative.of_duty(DUTY)] == [ObligationState.RELEASED]


def test_a_pilot_of_which_nothing_was_noted_has_the_form_it_had(play: Play) -> None:
    assert {"noted", "halts_at"}.isdisjoint(plain(state(play)))
    play.say(TellEarlyWin(text()))
    play.seat_says("seat-01", HaltOnHarm(text()))
    assert typed(type(state(play)), {k: v for k, v in plain(state(play)).items() if k != "kind"}) == state(play)
