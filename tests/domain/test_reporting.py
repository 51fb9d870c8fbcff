"""What is reported to a funder, at any moment of a cycle and at its end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.closing import Written
from domain.commands import Hold
from domain.cycle import PHASES
from domain.events import PhaseExited, TakenBy
from domain.facts import Verdict
from domain.operating_model import ExitKind
from domain.phases.joint_planning.commands import AddGoal
from domain.phases.piloting.commands import TellEarlyWin
from domain.reporting import report
from tests.domain.correcting.histories import scripted, text_of
from tests.domain.phases.test_piloting import pilot
from tests.fixtures.rules import Play, text


@pytest.fixture(scope="module")
def cycle() -> Play:
    return scripted("establishment")


def test_a_cycle_reports_all_that_it_planned_promised_and_showed(cycle: Play) -> None:
    found, facts = report(cycle.entries), cycle.initiative.facts
    assert [one.id for one in found.activities] == list(facts.activities)
    assert [one.id for one in found.promised] == list(facts.commitments)
    assert [(one.id, one.verdict) for one in found.results] == [("c1", Verdict.CONFIRMED)]
    assert len(found.goals) == facts.goals
    assert len(found.lessons) == facts.lessons
    assert len(found.texts) >= 1 + len(found.goals) + len(found.activities) + len(found.promised)


def test_early_wins_are_reported_as_they_count_now() -> None:
    play = pilot()
    play.seat_says("seat-01", TellEarlyWin(text()))
    play.seat_says("seat-01", TellEarlyWin(text(20)))
    assert report(play.entries).wins == (Written("v1", text()), Written("v2", text(20)))
    assert text(20) in report(play.entries).texts


def test_each_exit_is_a_decision_with_its_mandate(cycle: Play) -> None:
    found = report(cycle.entries)
    exits = [one for one in cycle.entries if isinstance(one.event, PhaseExited)]
    assert [(one.seq, one.exit, one.to) for one in found.decisions] == [
        (one.seq, one.event.exit, one.event.to) for one in exits if isinstance(one.event, PhaseExited)
    ]
    assert {one.mandate for one in found.decisions} == set(found.mandates) == {"mandate-1"}
    assert found.mandates["mandate-1"] == "3/2025 § 12"
    for one in found.decisions:
        assert (one.votes is not None) is (one.taken_by is TakenBy.VOTE)


def test_sectors_tell_how_many_were_there_take_part_and_spoke(cycle: Play) -> None:
    shares = report(cycle.entries).shares
    assert sum(one.seats for one in shares) == 12
    assert sum(one.take_part for one in shares) == len(cycle.initiative.active) == 11
    assert all(0 < one.spoke <= one.seats for one in shares)


def test_a_hold_is_a_decision_by_which_the_same_phase_goes_on() -> None:
    play = scripted("piloting")
    play.say(Hold(play.now + timedelta(days=40), text_of(8), text_of(9)))
    last = report(play.entries).decisions[-1]
    assert (last.phase, last.exit, last.to, last.reason) == ("piloting", ExitKind.HOLD, None, text_of(8))


@pytest.mark.parametrize("phase", PHASES)
def test_it_is_there_at_every_moment(phase: str) -> None:
    play = scripted(phase)
    found = report(play.entries)
    assert (found.ended_at, found.initiative.at.phase) == (None, phase)
    if phase == "joint_planning":
        play.say(AddGoal(text_of(7)))
        assert [one.text for one in report(play.entries).goals] == [text_of(7)]
