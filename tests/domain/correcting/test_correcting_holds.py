"""Corrections of holds: the words at any time, the day while the phase rests by it."""

from __future__ import annotations

from datetime import timedelta

from domain.commands import Hold, Resume
from domain.events import PhaseHeld
from domain.initiative import RECHECK
from tests.domain.correcting.histories import scripted, text_of
from tests.domain.correcting.test_correcting import last
from tests.domain.correcting.test_correcting_beside import put_right, refused
from tests.fixtures.rules import Play


def resting(days: int = 30) -> Play:
    play = scripted("piloting")
    play.say(Hold(play.now + timedelta(days=days), text_of(2), text_of(3)))
    return play


def test_the_reason_and_the_day_of_a_hold_are_put_right_and_told_anew() -> None:
    play = resting()
    entry, until = last(play, "phase.held"), play.now + timedelta(days=10)
    play.wait(2)
    assert put_right(play, entry, Hold(until, text_of(4), text_of(3))) == ("entry.superseded", "phase.held")
    hold = play.entries[-1].event
    assert isinstance(hold, PhaseHeld)
    assert play.initiative.paused is not None
    assert (play.initiative.paused.until, hold.reason, hold.tell_at) == (until, text_of(4), play.now)
    assert hold.told
    play.wait(9)
    assert [o.subject for o in play.initiative.of_duty(RECHECK)] == ["1"]
    entry = last(play, "phase.held")
    assert refused(play, entry, Hold(until + timedelta(days=9), text_of(4), text_of(3))).path == "until"
    assert put_right(play, entry, Hold(until, text_of(5), text_of(3))) == ("entry.superseded", "phase.held")
    assert refused(play, last(play, "phase.held")).remedy == "correct what it says"


def test_a_day_of_a_hold_that_has_passed_by_now_asks_to_look_again_at_once() -> None:
    play = resting()
    until = play.now + timedelta(days=1)
    play.wait(3)
    assert put_right(play, last(play, "phase.held"), Hold(until, text_of(2), text_of(3)))[-1] == "obligation.opened"
    assert play.initiative.owed(RECHECK) is not None


def test_a_hold_that_is_over_is_put_right_for_the_record_and_told_to_nobody() -> None:
    play = resting()
    entry, until = last(play, "phase.held"), play.now + timedelta(days=30)
    play.wait(2)
    play.say(Resume())
    dues = {o.id: o.due for o in play.initiative.obligations.values()}
    put_right(play, entry, Hold(until, text_of(4), text_of(3)))
    hold = play.entries[-1].event
    assert isinstance(hold, PhaseHeld)
    assert (hold.told, hold.reason, play.initiative.paused) == (None, text_of(4), None)
    assert {o.id: o.due for o in play.initiative.obligations.values()} == dues
    other = Hold(until - timedelta(days=9), text_of(4), text_of(3))
    assert refused(play, last(play, "phase.held"), other).remedy == "let the phase go on, or hold it anew"


def test_a_hold_that_followed_another_is_put_right_as_well() -> None:
    play = resting(3)
    play.wait(4)
    until = play.now + timedelta(days=20)
    play.say(Hold(until, text_of(5), text_of(3)))
    put_right(play, last(play, "phase.held"), Hold(until - timedelta(days=2), text_of(5), text_of(3)))
    assert play.initiative.paused is not None
    assert (play.initiative.paused.hold, play.initiative.paused.until) == (2, until - timedelta(days=2))
    assert play.initiative.owed(RECHECK) is None
