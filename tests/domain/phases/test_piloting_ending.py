"""A pilot ends when it was planned to, or before that by a stop criterion of its plan, and with the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.facts import StopCriterion
from domain.operating_model import OperatingModel
from domain.phases.piloting.commands import BeginSettling
from domain.phases.piloting.events import SettlingBegun
from domain.phases.piloting.settling import begins_at
from domain.refusals import Malformed, NotAsked, Refusal
from tests.domain.phases.test_piloting import pilot, state
from tests.fixtures.rules import MODEL, Play, text

CRITERIA = (StopCriterion("x1"), StopCriterion("x2"))


def older() -> OperatingModel:
    """The model as it was before it asked what an early end needs."""
    rule = MODEL.phases["piloting"]
    changed = replace(rule, gate=replace(rule.gate, early_end=None))
    return replace(MODEL, phases={**MODEL.phases, "piloting": changed})


def by_criteria(model: OperatingModel = MODEL) -> Play:
    return pilot(model, stop_criteria=CRITERIA)


def test_on_its_first_day_a_pilot_ends_by_a_stop_criterion_that_is_met() -> None:
    play = by_criteria()
    begun, *_ = play.say(BeginSettling(text(), "x2"))
    assert begun == SettlingBegun(text(), "x2")
    assert state(play).settling


@pytest.mark.parametrize(
    ("criterion", "reason", "refusal", "path"),
    [
        (None, True, Malformed, "criterion"),
        ("x1", False, Malformed, "reason"),
        (None, False, Malformed, "reason"),
        ("x3", True, NotAsked, "criterion"),
    ],
)
def test_without_a_criterion_of_the_plan_and_the_reason_it_goes_on(
    criterion: str | None, reason: bool, refusal: type[Refusal], path: str
) -> None:
    play = by_criteria()
    play.wait(200)
    before = play.initiative
    with pytest.raises(refusal) as refused:
        play.say(BeginSettling(text() if reason else None, criterion))
    assert (refused.value.path, bool(refused.value.remedy)) == (path, True)
    assert "x1, x2" in refused.value.remedy or path == "reason"
    assert play.initiative == before


def test_a_plan_without_criteria_needs_the_reason_alone() -> None:
    play = pilot()
    with pytest.raises(Malformed) as refused:
        play.say(BeginSettling())
    assert refused.value.path == "reason"
    with pytest.raises(NotAsked):
        play.say(BeginSettling(text(), "x1"))
    play.say(BeginSettling(text()))
    assert state(play).settling


def test_a_model_that_asks_for_nothing_is_ended_as_before() -> None:
    for play in (pilot(older()), by_criteria(older())):
        play.say(BeginSettling())
        assert state(play).settling


def test_at_its_planned_end_nothing_is_asked_for() -> None:
    play = by_criteria()
    play.wait_until(begins_at(play.initiative) + timedelta(hours=1))
    assert SettlingBegun() in [entry.event for entry in play.entries]


@pytest.mark.parametrize(
    ("model", "criteria", "told"),
    [
        (MODEL, CRITERIA, "with the stop criterion of the plan that is met and the reason"),
        (MODEL, (), "with the reason"),
        (older(), CRITERIA, "begin settling its commitments"),
    ],
)
def test_the_gate_says_what_an_early_end_needs(
    model: OperatingModel, criteria: tuple[StopCriterion, ...], told: str
) -> None:
    play = pilot(model, stop_criteria=criteria)
    clause = next(one for one in state(play).own_clauses(play.initiative) if one.clause == "settling.begun")
    assert clause.remedy.endswith(told)
