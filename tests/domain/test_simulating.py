"""Simulations: where an operating model leads when everybody answers, and when nobody does from some phase on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.events import TakenBy
from domain.forecasting import next_if_nobody_acts
from domain.operating_model import Decide, DecideHow, ExitKind, OperatingModel, Quorum
from domain.shares import Share
from domain.simulating import Course, course
from domain.spans import Span, Unit
from operating_models.load import published
from tests.fixtures.rules import MODEL, START, Play, charter, roster

WEEK = Span(5, Unit.WORKING_DAYS)

MODELS = published()
LONG = date(2040, 12, 31)
PHASES = tuple(MODEL.phases)


def played(model: OperatingModel = MODEL, silent_from: str | None = None, seats: int = 12) -> Course:
    return course(charter(roster(seats), model, valid_until=LONG), START, silent_from=silent_from)


PREPARATION = "fi.yhteisovaikuttavuus.valmistelu"


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_where_everybody_answers_every_phase_is_passed_by_its_gate(model: OperatingModel) -> None:
    found = played(model)
    assert [passage.phase for passage in found.passages] == list(model.phases)
    assert {passage.exit for passage in found.passages} == {ExitKind.ADVANCE}
    assert (found.outcome, found.dead) == ("granted" if model.id == PREPARATION else "established", ())


@pytest.mark.parametrize(
    ("model", "phase"),
    [pytest.param(model, phase, id=f"{id}-{phase}") for id, model in MODELS.items() for phase in model.phases],
)
def test_where_nobody_answers_any_more_it_ends_by_itself(model: OperatingModel, phase: str) -> None:
    found = played(model, silent_from=phase)
    assert found.outcome is not None
    assert found.passages[-1].phase == phase
    assert found.passages[-1].taken_by in (TakenBy.LAPSE, TakenBy.WINDOW)
    assert found.reminders > 0


def test_a_phase_whose_gate_nobody_can_open_is_dead() -> None:
    convening = MODEL.phases["convening"]
    asking_too_much = replace(convening.gate, quorum=Quorum(Share(1, 1), 13))
    phases = MODEL.phases | {"convening": replace(convening, gate=asking_too_much)}
    found = played(replace(MODEL, phases=phases))
    assert (found.outcome, found.dead) == ("stopped_well", ("convening",))
    assert played(replace(MODEL, phases=phases), seats=13).dead == ()


@pytest.mark.parametrize("phase", PHASES)
def test_what_is_forecast_step_by_step_is_what_happens_if_nobody_acts(phase: str) -> None:
    play = Play.of(phase, accepted=tuple(seat.id for seat in roster()))
    told = []
    while (coming := next_if_nobody_acts(play.initiative)) is not None:
        told.append(coming)
        play.wait_until(coming.at)
        happened = [entry.event.KIND for entry in play.entries if entry.at == coming.at]
        assert tuple(dict.fromkeys(happened)) == coming.kinds
    assert play.initiative.outcome is not None or play.initiative.settled
    assert [coming.at for coming in told] == sorted({coming.at for coming in told})


@pytest.mark.parametrize(
    "decide",
    [
        Decide(DecideHow.MAJORITY, window=WEEK, ladder="gentle", secret=True),
        Decide(DecideHow.CONSENT, window=WEEK, ladder="gentle"),
    ],
)
def test_a_decision_is_reached_in_whatever_way_and_none_where_nobody_takes_part(decide: Decide) -> None:
    phase = MODEL.phases["convening"]
    decided = replace(phase, gate=replace(phase.gate, decide=decide))
    model = replace(MODEL, phases={**MODEL.phases, "convening": decided})
    assert course(charter(roster(12), model), START).dead == ()
    assert course(charter(roster(12), model), START, silent_from="convening").dead == ("convening",)
