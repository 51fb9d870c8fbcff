"""What a model may say of each obligation: only what a rule reads, and of whom the rules ask it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from domain.deciding import opening
from domain.operating_model import ObligationRule, OperatingModel, Who
from domain.refusals import ModelInvalid
from domain.schema import parse
from domain.schema.words import KINDS_BY_MATTER, KINDS_BY_PHASE, Kind
from tests.domain.schema.shipped import GONE, changed
from tests.domain.test_cycle import PlayedTable
from tests.fixtures.beside import STORY
from tests.fixtures.rules import MODEL

PARTS = {f"phases.{phase}": kinds for phase, kinds in KINDS_BY_PHASE.items()}
PARTS |= {f"matters.{matter}": words.kinds for matter, words in KINDS_BY_MATTER.items()}
KINDS = [(part, kind) for part, kinds in PARTS.items() for kind in kinds]
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


def known(part: str, kind: str) -> Kind:
    return PARTS[part][kind]


def asked(part: str, model: OperatingModel) -> dict[str, ObligationRule]:
    return model.part(part.partition(".")[2]).obligations


@pytest.mark.parametrize(("part", "kind"), KINDS)
def test_an_obligation_takes_the_fields_that_its_rules_read_and_no_other(part: str, kind: str) -> None:
    for field, value in VALUES.items():
        path = f"{part}.obligations.{kind}.{field}"
        if field in known(part, kind).reads:
            assert getattr(asked(part, parse(changed(path, value)))[kind], field)
        else:
            assert refusal(path, value).remedy == "take it out"


@pytest.mark.parametrize(("part", "kind"), KINDS)
def test_an_obligation_falls_on_those_whom_the_rules_ask_and_on_nobody_else(part: str, kind: str) -> None:
    path, by = f"{part}.obligations.{kind}.by", known(part, kind).by
    assert asked(part, parse(changed(path, by.value)))[kind].by is by
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

    def watching(rules: dict[str, ObligationRule]) -> dict[str, ObligationRule]:
        return {kind: watched(rule, seen[kind]) for kind, rule in rules.items()}

    phases = {name: replace(part, obligations=watching(part.obligations)) for name, part in MODEL.phases.items()}
    matters = {
        name: replace(part, obligations=watching(part.obligations)) for name, part in (MODEL.matters or {}).items()
    }
    table = PlayedTable()
    play = table.play
    charter = replace(play.initiative.charter, model=replace(MODEL, phases=phases, matters=matters))
    play.initiative = replace(play.initiative, charter=charter)
    play.record(opening(play.initiative, "readiness", play.now))
    for part in STORY:
        asyncio.run(part(table))
    read = {kind: seen[kind] & VALUES.keys() for _, kind in KINDS}
    assert read == {kind: set(known(part, kind).reads) for part, kind in KINDS}


CHAIR_DECIDES = {"how": "role", "role": "chair"}


@pytest.mark.parametrize("phase", ["joint_planning", "piloting", "evaluation", "establishment"])
def test_a_chair_may_decide_once_convening_is_over(phase: str) -> None:
    gate = parse(changed(f"phases.{phase}.gate.decide", CHAIR_DECIDES)).phases[phase].gate
    assert gate.decide.role is Who.CHAIR


@pytest.mark.parametrize("phase", ["readiness", "need_identification", "convening"])
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


def test_a_meeting_is_asked_of_an_evaluation_only_where_the_model_keeps_meetings() -> None:
    path = "phases.evaluation.obligations.hold_evaluation_meeting"
    mapping = changed("matters.meetings", GONE)
    with pytest.raises(ModelInvalid, match="keeps no meetings") as refused:
        parse(mapping)
    assert (refused.value.path, refused.value.remedy) == (path, "add meetings to matters, or take it out")
    del mapping["phases"]["evaluation"]["obligations"]["hold_evaluation_meeting"]
    assert "meetings" not in (parse(mapping).matters or {})
