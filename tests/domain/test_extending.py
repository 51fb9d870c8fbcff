"""Deadlines are extended, and rules set otherwise, by the coordinator: with a reason, in bounds, never shorter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.commands import Command, Extend, Hold, Override
from domain.events import DeadlineExtended, RuleOverridden
from domain.explaining import explain
from domain.folding import fold
from domain.phases.piloting.commands import HaltOnHarm
from domain.refusals import Locked, Malformed, ModelInvalid, NotAsked, NotEntitled, OutOfBounds
from tests.domain.journeys import FACTS
from tests.domain.test_exiting import OLDER
from tests.fixtures.rules import Play, roster, text

INVITED = "convening.1/answer_invitation/seat-01"
QUORUM = "phases.convening.gate.quorum.min"


@pytest.fixture
def play() -> Play:
    return Play.of("convening", roster(6))


def test_the_window_of_a_phase_moves_by_working_days_from_where_it_was(play: Play) -> None:
    was = play.initiative.at.due
    (extended,) = play.say(Extend("10wd", text()))
    assert isinstance(extended, DeadlineExtended)
    assert (extended.was, extended.due) == (was, play.initiative.at.due)
    assert play.initiative.calendar.working_days_between(was, extended.due) == 10
    assert fold(play.entries) == play.initiative


def test_a_longer_window_ends_at_its_new_end_and_not_before(play: Play) -> None:
    was = play.initiative.at.due
    play.say(Extend("P1M", text()))
    play.wait_until(was)
    assert "decide_exit" not in {o.duty for o in play.initiative.obligations.values()}
    play.wait_until(play.initiative.at.due)
    assert "decide_exit" in {o.duty for o in play.initiative.obligations.values()}


def test_the_reminders_of_an_extended_duty_follow_its_new_due_day(play: Play) -> None:
    before = play.initiative.obligations[INVITED]
    play.say(Extend("5wd", text(), INVITED))
    after = play.initiative.obligations[INVITED]
    assert before.next_at is not None
    assert after.next_at is not None
    assert after.due > before.due
    assert after.next_at - before.next_at >= timedelta(days=5)
    assert all(o.due == before.due for o in play.initiative.obligations.values() if o.seat == "seat-02")


@pytest.mark.parametrize(
    ("command", "refusal", "path"),
    [
        (Extend("soon", text()), ModelInvalid, "by"),
        (Extend("-5wd", text()), Malformed, "by"),
        (Extend("P0D", text()), Malformed, "by"),
        (Extend("P12M", text()), OutOfBounds, "by"),
        (Extend("P5M", text(), INVITED), OutOfBounds, "by"),
        (Extend("5wd", text(), "convening.1/answer_invitation/seat-99"), NotAsked, "obligation"),
        (Override("phases.convening.gate.sectors", "1", text()), Locked, "path"),
        (Override("phases.convening.gate.sectors.municipality", "1", text()), Locked, "path"),
        (Override("phases.convening.gate.max_share", "0.9", text()), Locked, "path"),
        (Override("phases.convening.loops", "5", text()), Locked, "path"),
        (Override("phases.picnic.due", "30wd", text()), Malformed, "path"),
        (Override(QUORUM, "2", text()), OutOfBounds, "value"),
        (Override(QUORUM, "201", text()), OutOfBounds, "value"),
        (Override(QUORUM, "many", text()), ModelInvalid, "value"),
        (Override(QUORUM, "3.5", text()), ModelInvalid, "value"),
        (Override("phases.piloting.due", "P13M", text()), OutOfBounds, "value"),
        (Override("phases.convening.due", "20wd", text()), Malformed, "value"),
    ],
)
def test_what_goes_too_far_is_refused_at_its_place(
    play: Play, command: Command, refusal: type[Malformed], path: str
) -> None:
    with pytest.raises(refusal) as refused:
        play.say(command)
    assert (refused.value.path, bool(refused.value.remedy)) == (path, True)


def test_extensions_add_up_to_the_bound_and_no_further(play: Play) -> None:
    for _ in range(9):
        play.say(Extend("20wd", text()))
    with pytest.raises(OutOfBounds):
        play.say(Extend("20wd", text()))
    opened, due = play.initiative.at.opened_at, play.initiative.at.due
    assert due <= opened + timedelta(days=370)


def test_an_outside_deadline_is_never_moved() -> None:
    play = Play.of("piloting", roster(6), **vars(FACTS))
    play.seat_says("seat-01", HaltOnHarm(text()))
    review = next(o for o in play.initiative.obligations.values() if o.duty == "review_harm")
    with pytest.raises(Locked):
        play.say(Extend("5wd", text(), review.id))


def test_a_window_that_is_over_is_not_opened_again(play: Play) -> None:
    play.wait_until(play.initiative.at.due)
    with pytest.raises(NotAsked):
        play.say(Extend("5wd", text()))


def test_a_rule_set_otherwise_counts_at_once_in_this_initiative_alone(play: Play) -> None:
    (changed,) = play.say(Override(QUORUM, "3", text()))
    assert isinstance(changed, RuleOverridden)
    assert (changed.was, changed.value) == ("5", "3")
    (quorum,) = [clause for clause in explain(play.initiative, play.now).clauses if clause.clause == "quorum"]
    assert quorum.need == 4  # the share of 0.6 still asks for four of six
    assert play.initiative.rule.gate.quorum is not None
    assert play.initiative.rule.gate.quorum.least == 3
    assert play.initiative.charter.model.phases["convening"].gate.quorum != play.initiative.rule.gate.quorum
    assert fold(play.entries) == play.initiative


def test_a_longer_due_of_the_present_phase_moves_its_window(play: Play) -> None:
    opened = play.initiative.at.opened_at
    happened = play.say(Override("phases.convening.due", "40wd", text()))
    assert [event.KIND for event in happened] == ["rule.overridden", "deadline.extended"]
    assert play.initiative.calendar.working_days_between(opened, play.initiative.at.due) == 41


def test_a_due_of_a_duty_counts_for_what_is_asked_from_then_on() -> None:
    play = Play.of("convening", roster(6))
    play.say(Override("phases.piloting.due", "P6M", text()))
    assert play.initiative.at.phase == "convening"
    assert str(play.initiative.rule_of("piloting").due) == "P6M"
    assert str(play.initiative.charter.model.phases["piloting"].due) == "P12M"


def test_only_the_coordinator_sets_anything_otherwise_and_only_where_the_model_lets_it(play: Play) -> None:
    for command in (Extend("5wd", text()), Override(QUORUM, "3", text())):
        with pytest.raises(NotEntitled):
            play.seat_says("seat-01", command)
        with pytest.raises(NotAsked):
            Play.of("convening", roster(6), OLDER).say(command)


def test_nothing_is_extended_while_the_clocks_stand_still(play: Play) -> None:
    play.say(Hold(play.now + timedelta(days=10), text(), text()))
    with pytest.raises(NotAsked):
        play.say(Extend("5wd", text()))
