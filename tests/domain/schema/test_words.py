"""What a model may say of each obligation: only what a rule reads, and of whom the rules ask it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from domain.deciding import opening
from domain.operating_model import ObligationRule, Who
from domain.refusals import ModelInvalid
from domain.schema import parse
from domain.schema.words import KINDS_BY_PHASE
from tests.domain.schema.shipped import changed
from tests.domain.test_cycle import PlayedTable
from tests.fixtures.cycle import CYCLE
from tests.fixtures.rules import MODEL

KINDS = [(phase, kind) for phase, kinds in KINDS_BY_PHASE.items() for kind in kinds]
VALUES: dict[str, object] = {
    "due_by_sector": {"municipality": "P28D"},
    "least": 1,
    "most": 100,
    "every": "P2M",
    "at": ["P3M", "P9M"],
}


def refusal(path: str, value: object) -> ModelInvalid:
    with pytest.raises(ModelInvalid) as refused:
        parse(changed(path, value))
    assert refused.value.path == path
    return refused.value


@pytest.mark.parametrize(("phase", "kind"), KINDS)
def test_an_obligation_takes_the_fields_that_its_rules_read_and_no_other(phase: str, kind: str) -> None:
    for field, value in VALUES.items():
        path = f"phases.{phase}.obligations.{kind}.{field}"
        if field in KINDS_BY_PHASE[phase][kind].reads:
            assert getattr(parse(changed(path, value)).phases[phase].obligations[kind], field)
        else:
            assert refusal(path, value).remedy == "take it out"


@pytest.mark.parametrize(("phase", "kind"), KINDS)
def test_an_obligation_falls_on_those_whom_the_rules_ask_and_on_nobody_else(phase: str, kind: str) -> None:
    path, by = f"phases.{phase}.obligations.{kind}.by", KINDS_BY_PHASE[phase][kind].by
    assert parse(changed(path, by.value)).phases[phase].obligations[kind].by is by
    for other in set(Who) - {by}:
        assert refusal(path, other.value).remedy == f"write by: {by}"


def watched(rule: ObligationRule, seen: set[str]) -> ObligationRule:
    """A rule that tells which of its fields are read."""

    class Watched(ObligationRule):
        def __getattribute__(self, name: str) -> object:
            seen.add(name)
            return super().__getattribute__(name)

    return Watched(**vars(rule))


def test_what_the_schema_takes_is_what_a_whole_cycle_reads() -> None:
    seen: dict[str, set[str]] = {kind: set() for _, kind in KINDS}
    phases = {
        name: replace(phase, obligations={kind: watched(rule, seen[kind]) for kind, rule in phase.obligations.items()})
        for name, phase in MODEL.phases.items()
    }
    table = PlayedTable()
    play = table.play
    charter = replace(play.initiative.charter, model=replace(MODEL, phases=phases))
    play.initiative = replace(play.initiative, charter=charter)
    play.record(opening(play.initiative, "need_identification", play.now))
    for phase in CYCLE:
        asyncio.run(phase(table))
    read = {kind: seen[kind] & VALUES.keys() for _, kind in KINDS}
    assert read == {kind: set(KINDS_BY_PHASE[phase][kind].reads) for phase, kind in KINDS}


CHAIR_DECIDES = {"how": "role", "role": "chair"}


@pytest.mark.parametrize("phase", ["joint_planning", "piloting", "evaluation", "establishment"])
def test_a_chair_may_decide_once_convening_is_over(phase: str) -> None:
    gate = parse(changed(f"phases.{phase}.gate.decide", CHAIR_DECIDES)).phases[phase].gate
    assert gate.decide.role is Who.CHAIR


@pytest.mark.parametrize("phase", ["need_identification", "convening"])
def test_a_chair_cannot_decide_before_one_has_been_named(phase: str) -> None:
    path = f"phases.{phase}.gate.decide"
    with pytest.raises(ModelInvalid, match="before a chair has been named") as refused:
        parse(changed(path, CHAIR_DECIDES))
    assert refused.value.path == f"{path}.role"
    assert "write role: coordinator" in refused.value.remedy


def test_a_way_round_convening_leaves_a_later_phase_without_a_chair() -> None:
    mapping = changed("phases.joint_planning.gate.decide", CHAIR_DECIDES)
    mapping["phases"]["need_identification"]["next"]["loop_back"] = "joint_planning"
    with pytest.raises(ModelInvalid) as refused:
        parse(mapping)
    assert refused.value.path == "phases.joint_planning.gate.decide.role"
