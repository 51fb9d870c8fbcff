"""What now: a release tells what depends on it exactly, and its owners are asked once."""

from __future__ import annotations

import pytest

from domain.dependants import Dependants
from domain.facts import CommitmentState, ReleaseReason, Value
from domain.phases.piloting.commands import (
    Became,
    BeginSettling,
    ReportObservation,
    SettleCommitment,
)
from domain.phases.piloting.events import CommitmentSettled
from domain.phases.piloting.fallen import fallen
from tests.domain.phases.test_piloting import pilot, without
from tests.domain.phases.test_piloting_releasing import DUTY, PLAN, RELEASE, asked
from tests.fixtures.rules import Play, text


@pytest.fixture
def play() -> Play:
    return pilot(**PLAN)


def test_a_release_lists_exactly_what_depends_on_it_and_asks_its_owners_once(play: Play) -> None:
    play.seat_says("seat-03", ReportObservation("i1", Value("3")))
    (settled, *_) = play.seat_says("seat-01", RELEASE)
    assert isinstance(settled, CommitmentSettled)
    assert settled.because is ReleaseReason.RESOURCES
    assert settled.impact == Dependants({"a1": 0, "a2": 1}, {"c2": 1}, {"i1": 1}, {"o1": 1})
    assert asked(play) == [("seat-02", "a1.1"), ("seat-04", "a1.1"), ("seat-03", "a1.1")]


def test_what_is_kept_or_changed_disturbs_nobody(play: Play) -> None:
    for became_, commitment in ((Became.KEPT, "c1"), (Became.CHANGED, "c2")):
        (settled, *_) = play.say(SettleCommitment(commitment, became_), play.speaker(_seat_of(commitment)))
        assert isinstance(settled, CommitmentSettled)
        assert (settled.impact, settled.because) == (None, None)
    assert asked(play) == []


def test_a_release_that_is_taken_back_is_asked_about_no_more(play: Play) -> None:
    play.seat_says("seat-01", RELEASE)
    play.seat_says("seat-01", SettleCommitment("c1", Became.KEPT))
    assert asked(play) == []
    play.seat_says("seat-01", RELEASE)
    assert [subject for _, subject in asked(play)] == ["a1.2"] * 3


def test_once_the_pilot_nears_its_end_nobody_is_asked_what_now(play: Play) -> None:
    play.say(BeginSettling(text()))
    (settled, *_) = play.seat_says("seat-01", RELEASE)
    assert isinstance(settled, CommitmentSettled)
    assert settled.impact is not None
    assert asked(play) == []


def test_a_model_that_does_not_ask_tells_no_impact_so_that_older_pilots_go_on_as_they_began() -> None:
    play = pilot(without(DUTY), **PLAN)
    (settled, *rest) = play.seat_says("seat-01", SettleCommitment("c1", Became.RELEASED))
    assert (settled, rest) == (CommitmentSettled("c1", CommitmentState.RELEASED), [])
    assert fallen(play.initiative) == ()


def _seat_of(commitment: str) -> str:
    return {"c1": "seat-01", "c2": "seat-04"}[commitment]
