"""A need that a practice left is answered: a new initiative starts from it, or it is said why not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.charter import successor_of
from domain.commands import TakeExit
from domain.events import TakenBy
from domain.explaining import explain, waiting_on
from domain.operating_model import END, ExitKind
from domain.phases.establishment.commands import DeclineLinkedNeed, StartFromNeed
from domain.refusals import AlreadyAnswered, GateShut, NotAsked, NotEntitled
from tests.domain.phases.test_establishment import state
from tests.domain.phases.test_establishment_checking_in import ALIVE, SHRUNK, STOPPED, last_exit
from tests.domain.phases.test_establishment_linking import DUTY, followed, owed
from tests.fixtures.rules import MODEL, Play, text


@pytest.fixture
def play() -> Play:
    return followed()


def test_the_coordinator_is_reminded_and_the_phase_waits_until_it_lapses(play: Play) -> None:
    play.seat_says("seat-02", STOPPED)
    (asked,) = play.initiative.of_duty(DUTY)
    happened = play.wait_until(asked.due)
    assert {event.KIND for event in happened if getattr(event, "obligation", "") == asked.id} == {"reminder.due"}
    assert play.initiative.outcome is None
    assert [one.duty for one in waiting_on(play.initiative)] == [DUTY]
    clause = next(c for c in explain(play.initiative, play.now).clauses if c.clause == "linked.answered")
    assert (clause.have, clause.need, clause.missing) == (0, 1, ("coordinator",))
    happened = play.wait(60)
    assert "obligation.lapsed" in [event.KIND for event in happened]
    assert (play.initiative.outcome, last_exit(play).taken_by) == ("ceased", TakenBy.WINDOW)  # type: ignore[attr-defined]


def test_saying_why_not_lets_the_phase_end(play: Play) -> None:
    play.seat_says("seat-02", STOPPED)
    play.wait(40)
    assert play.initiative.outcome is None
    happened = play.say(DeclineLinkedNeed("w1-1", text()))
    assert [event.KIND for event in happened][:2] == ["linked_need.declined", "obligation.fulfilled"]
    assert play.initiative.outcome == "ceased"


def test_an_initiative_starts_from_it_once(play: Play) -> None:
    play.seat_says("seat-02", SHRUNK)
    started, *_ = play.say(StartFromNeed("w1-1"))
    assert (started.initiative, started.model) == (successor_of("initiative-1", "w1-1"), MODEL.id)  # type: ignore[attr-defined]
    for command in (StartFromNeed("w1-1"), DeclineLinkedNeed("w1-1", text())):
        with pytest.raises(AlreadyAnswered):
            play.say(command)
    assert owed(play) == []


def test_what_has_begun_already_is_not_declined_and_is_told_although_the_need_was_taken_back(play: Play) -> None:
    play.seat_says("seat-02", SHRUNK)
    with pytest.raises(AlreadyAnswered) as refused:
        play.say(DeclineLinkedNeed("w1-1", text(), begun=True))
    assert successor_of("initiative-1", "w1-1") in refused.value.reason
    play.seat_says("seat-02", ALIVE)
    with pytest.raises(NotAsked):
        play.say(StartFromNeed("w1-1"))
    play.say(StartFromNeed("w1-1", begun=True))
    linked = state(play).linked["w1-1"]
    assert (linked.initiative, linked.over) == (successor_of("initiative-1", "w1-1"), None)
    play.seat_says("seat-02", SHRUNK)
    assert owed(play) == []
    with pytest.raises(NotAsked):
        play.say(StartFromNeed("w1-2", begun=True))


def test_one_that_was_declined_can_still_be_started_from(play: Play) -> None:
    play.seat_says("seat-02", SHRUNK)
    play.say(DeclineLinkedNeed("w1-1", text()))
    with pytest.raises(AlreadyAnswered):
        play.say(DeclineLinkedNeed("w1-1", text()))
    play.say(StartFromNeed("w1-1", "fi.another"))
    assert state(play).linked["w1-1"].initiative == successor_of("initiative-1", "w1-1")


def test_only_the_coordinator_says_so_and_only_of_a_need_that_is_there(play: Play) -> None:
    play.seat_says("seat-02", SHRUNK)
    for command in (StartFromNeed("w1-1"), DeclineLinkedNeed("w1-1", text())):
        with pytest.raises(NotEntitled):
            play.seat_says("seat-02", command)
        with pytest.raises(NotAsked):
            play.say(replace(command, need="w1-2"))


def test_while_it_is_open_the_coordinator_cannot_close_the_phase_but_stop_it(play: Play) -> None:
    play.seat_says("seat-02", STOPPED)
    with pytest.raises(GateShut) as refused:
        play.say(TakeExit(ExitKind.ADVANCE))
    assert "say why not" in refused.value.remedy
    play.say(TakeExit(ExitKind.STOP, text()))
    assert play.initiative.at.to == END


def test_what_another_initiative_has_begun_with_stays_linked(play: Play) -> None:
    play.seat_says("seat-02", SHRUNK)
    play.say(StartFromNeed("w1-1"))
    play.seat_says("seat-02", ALIVE)
    assert not state(play).linked["w1-1"].over
    assert "need.unlinked" not in play.kinds()
