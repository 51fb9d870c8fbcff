"""Halting on harm, and the review after it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from domain.commands import TakeExit
from domain.explaining import explain
from domain.operating_model import ExitKind
from domain.phases.piloting.commands import (
    BeginSettling,
    HaltOnHarm,
    ReviewHarm,
)
from domain.refusals import AlreadyAnswered, GateShut, NotAsked, NotEntitled
from tests.domain.phases.test_piloting import (
    PULSE,
    open_subjects,
    pilot,
    state,
)
from tests.fixtures.rules import Play, text


@pytest.fixture
def play() -> Play:
    return pilot()


def test_any_seat_halts_on_harm_and_the_review_does_not_wait_for_the_summer_to_end(play: Play) -> None:
    play.wait_until(datetime(2026, 6, 30, 9, tzinfo=UTC))
    play.seat_says("seat-12", HaltOnHarm(text()))
    assert play.initiative.calendar.due_day(play.initiative.of_duty("review_harm")[0].due) == date(2026, 7, 7)
    assert state(play).halted


def test_nothing_of_a_halted_pilot_falls_due_and_its_open_pulses_are_released(play: Play) -> None:
    play.seat_says("seat-02", HaltOnHarm(text()))
    assert not play.initiative.owed("answer_pulse")
    happened = play.wait(90)
    assert "obligation.opened" not in [event.KIND for event in happened]
    with pytest.raises(NotAsked):
        play.seat_says("seat-01", PULSE)


def test_after_the_review_only_the_newest_of_what_waited_is_asked(play: Play) -> None:
    play.say(HaltOnHarm(text()))
    play.wait(100)
    play.say(ReviewHarm(True, text()))  # lapsed by then, and still answerable
    assert {o.subject for o in play.initiative.of_duty("answer_pulse") if o.state.answerable} == {"4"}
    assert open_subjects(play, "observe") == ["i1.3"]


def test_a_halted_pilot_cannot_go_on_but_may_stop_or_loop_back(play: Play) -> None:
    play.say(BeginSettling(text()))
    play.seat_says("seat-02", HaltOnHarm(text()))
    play.say(ReviewHarm(False, text()))
    with pytest.raises(GateShut) as refused:
        play.say(TakeExit(ExitKind.ADVANCE))
    assert "halted because of reported harm" in refused.value.remedy
    own = {c.clause: (c.met, c.missing) for c in explain(play.initiative, play.now).clauses}
    assert own["pilot.resumed"] == (False, ("coordinator",))
    play.say(TakeExit(ExitKind.LOOP_BACK, text()))
    assert play.initiative.at.to == "joint_planning"


def test_the_review_may_change_its_mind_until_its_due_day(play: Play) -> None:
    play.seat_says("seat-02", HaltOnHarm(text()))
    play.say(ReviewHarm(False, text()))
    play.say(ReviewHarm(True, text()))
    with pytest.raises(NotAsked):
        play.say(ReviewHarm(True, text()))
    play.seat_says("seat-03", HaltOnHarm(text()))
    play.say(ReviewHarm(False, text()))
    play.wait(10)
    with pytest.raises(AlreadyAnswered):
        play.say(ReviewHarm(True, text()))


def test_a_second_report_joins_the_open_review_and_one_after_it_asks_for_another(play: Play) -> None:
    play.seat_says("seat-02", HaltOnHarm(text()))
    play.seat_says("seat-03", HaltOnHarm(text()))
    assert open_subjects(play, "review_harm") == ["1"]
    play.say(ReviewHarm(False, text()))
    play.seat_says("seat-03", HaltOnHarm(text()))
    assert open_subjects(play, "review_harm") == ["3"]


def test_only_the_coordinator_reviews(play: Play) -> None:
    play.seat_says("seat-02", HaltOnHarm(text()))
    with pytest.raises(NotEntitled):
        play.seat_says("seat-02", ReviewHarm(True, text()))
