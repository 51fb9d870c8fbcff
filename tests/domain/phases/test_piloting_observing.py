"""Observations: asked of the owners at the rhythm of their indicators, given late or by proxy."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.actors import Channel, Role, Speaker
from domain.commands import TakeExit
from domain.facts import Value
from domain.obligations import ObligationState
from domain.operating_model import ExitKind
from domain.phases.piloting.commands import (
    ReportObservation,
)
from domain.refusals import Malformed, NotAsked, NotEntitled
from tests.domain.phases.test_piloting import (
    EARLIER,
    open_subjects,
    pilot,
    state,
)
from tests.fixtures.rules import COORDINATOR, Play, text


@pytest.fixture
def play() -> Play:
    return pilot()


def test_owners_are_asked_at_the_rhythm_of_their_indicators(play: Play) -> None:
    play.wait_until(datetime(2026, 4, 14, tzinfo=UTC))
    assert [(o.seat, o.subject) for o in play.initiative.of_duty("observe")] == [
        ("seat-01", "i1.1"),
        ("seat-01", "i1.2"),
        ("seat-01", "i1.3"),
    ]


def test_an_indicator_whose_rhythm_is_longer_than_the_pilot_is_asked_once_in_time_to_answer(play: Play) -> None:
    happened = play.wait_until(play.initiative.at.due)
    (yearly,) = (o for o in play.initiative.of_duty("observe") if o.subject == "i2.1")
    assert yearly.opened_at < yearly.due < play.initiative.at.due
    lapsed = [e.obligation for e in happened if e.KIND == "obligation.lapsed"]  # type: ignore[attr-defined]
    assert yearly.id in lapsed


def test_a_value_answers_the_oldest_asking_even_a_lapsed_one_and_an_extra_value_is_kept_too(play: Play) -> None:
    play.wait_until(datetime(2026, 3, 13, tzinfo=UTC))
    assert [o.state for o in play.initiative.of_duty("observe")] == [ObligationState.LAPSED, ObligationState.OPEN]
    play.seat_says("seat-01", ReportObservation("i1", Value("12")))
    assert open_subjects(play, "observe") == ["i1.2"]
    play.seat_says("seat-01", ReportObservation("i1", Value("13.5")))
    play.seat_says("seat-01", ReportObservation("i1", Value("14")))
    assert not play.initiative.owed("observe")
    assert [(o.id, o.value.number) for o in state(play).observations.values()] == [
        ("o1", "12"),
        ("o2", "13.5"),
        ("o3", "14"),
    ]


def by_phone(seat: str) -> Speaker:
    """The coordinator, entering what a seat said by phone."""
    return Speaker(COORDINATOR.actor, Role.COORDINATOR, Channel.PHONE, seat, COORDINATOR.actor)


def test_not_obtainable_is_a_value_and_the_coordinator_may_enter_it_for_the_owners_seat(play: Play) -> None:
    play.wait(40)
    play.say(ReportObservation("i1", Value(None)), by_phone("seat-01"))
    (given_,) = state(play).observations.values()
    assert (given_.seat, given_.value) == ("seat-01", Value(None))
    assert not play.initiative.owed("observe")


@pytest.mark.parametrize("number", ["", "12,5", "1e3", "NaN", " 1", "1.", "٣", "1\n"])
def test_a_number_that_is_not_decimal_text_is_refused(play: Play, number: str) -> None:
    with pytest.raises(Malformed) as refused:
        play.seat_says("seat-01", ReportObservation("i1", Value(number)))
    assert refused.value.path == "value.number"


def test_only_the_owner_reports_and_only_indicators_of_the_plan(play: Play) -> None:
    with pytest.raises(NotEntitled):
        play.seat_says("seat-03", ReportObservation("i1", Value("1")))
    with pytest.raises(NotEntitled):
        play.say(ReportObservation("i1", Value("1")), by_phone("seat-03"))
    with pytest.raises(NotAsked):
        play.seat_says("seat-01", ReportObservation("i9", Value("1")))


@pytest.mark.parametrize("value", [Value("1"), Value(None)])
def test_the_backbone_itself_reports_nothing_not_even_that_nothing_was_obtainable(play: Play, value: Value) -> None:
    play.wait(40)
    with pytest.raises(NotEntitled) as refused:
        play.say(ReportObservation("i1", value))
    assert refused.value.path == "for_seat"
    assert "how it reached you" in refused.value.remedy
    assert play.initiative.owed("observe")


def test_observations_of_an_earlier_pilot_keep_their_names_and_are_handed_on() -> None:
    play = pilot(observations={"o1": EARLIER})
    play.seat_says("seat-01", ReportObservation("i1", Value("8")))
    play.say(TakeExit(ExitKind.STOP, text()))
    assert list(play.initiative.facts.observations) == ["o1", "o2"]
