"""What a model must show before initiatives may run on it, and what is told of one that does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.operating_model import ExitKind, GateRule, OperatingModel, Quorum
from domain.publishing import made_up, trial
from domain.refusals import ModelInvalid
from domain.seats import Sector
from domain.shares import Share
from operating_models.load import published
from tests.fixtures.rules import MODEL, PIN, START

MODELS = published()


def with_gate(phase: str, **clauses: object) -> OperatingModel:
    """The shipped model with other clauses in one gate."""
    rule = MODEL.phases[phase]
    gate: GateRule = replace(rule.gate, **clauses)  # type: ignore[arg-type]
    return replace(MODEL, phases=MODEL.phases | {phase: replace(rule, gate=gate)})


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_every_shipped_model_passes_its_trial(model: OperatingModel) -> None:
    tried = trial(model, PIN, START)
    tried.require()
    assert set(tried.silent) == set(model.phases)


def test_made_up_seats_speak_for_every_sector_and_reach_the_largest_quorum() -> None:
    assert {seat.sector for seat in made_up(MODEL, PIN, START).seats} == set(Sector)
    large = with_gate("convening", quorum=Quorum(Share(1, 2), 40))
    assert len(made_up(large, PIN, START).seats) == 40
    trial(large, PIN, START).require()


@pytest.mark.parametrize(
    ("phase", "clauses"),
    [
        ("convening", {"sectors": {"leader": 20}}),
        ("evaluation", {"max_share": Share(1, 100)}),
        ("need_identification", {"sectors": {"distinct": 8}}),
    ],
)
def test_a_gate_that_nobodys_answers_open_is_told_with_its_place(phase: str, clauses: dict[str, object]) -> None:
    with pytest.raises(ModelInvalid, match="stays shut") as refused:
        trial(with_gate(phase, **clauses), PIN, START).require()
    assert refused.value.path == f"phases.{phase}.gate"


def test_what_is_never_reached_by_answers_is_not_tried_in_silence() -> None:
    tried = trial(with_gate("convening", sectors={"leader": 20}), PIN, START)
    assert list(tried.silent) == ["readiness", "need_identification", "convening"]
    assert tried.everybody.passages[-1].exit is ExitKind.STOP
