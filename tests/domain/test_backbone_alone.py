"""The backbone coordinates and does not decide: nothing its coordinator says, for no seat, advances a phase."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import product
from random import Random
from typing import Any, get_args, get_type_hints

import pytest

from domain.commands import Command
from domain.events import PhaseExited
from domain.explaining import explain
from domain.facts import ReleaseReason, Value
from domain.matters.application.commands import Requirement, RequirementKind
from domain.operating_model import Decide, DecideHow, ExitKind, GateRule, OperatingModel, Who
from domain.refusals import Refusal
from domain.sealed import Sealed
from operating_models.load import published
from tests.domain.journeys import FACTS, FROM_THE_START
from tests.fixtures.bare_models import without_matters
from tests.fixtures.profiles import CAMPAIGN
from tests.fixtures.rules import MODEL, PHASES, START, Play, charter, roster, text

SEATS = ("seat-01", "seat-02", "seat-06")
CHOICES: dict[str, Sequence[Any]] = {
    **dict.fromkeys(("owner", "deputy", "chair", "deputy_chair", "seat", "verifier"), SEATS),
    "need": tuple(f"n{number}" for number in range(1, 16)),
    **{name: [f"{name[0]}{n}" for n in range(1, 9)] for name in ("activity", "indicator", "commitment", "claim")},
    "observations": [("o1",)],
    **dict.fromkeys(("depends_on", "measures"), ((),)),
    "earlier": ["e1"],
    "instead_of": [None],
    "because": [ReleaseReason.OTHER],
    "rhythm": ["P1M"],
    "action": ["a1", "a2"],
    "held": ["h1", "h2"],
    "coordinator": ["actor-of-another"],
    "into": ["initiative-2", *(f"n{number}" for number in range(1, 16))],
    "taker": ["actor-of-another"],
    "deputies": [()],
    "seats": [SEATS],
    "mandate": [replace(charter().mandate, id="mandate-2", former="mandate-1")],
    "exit": [ExitKind.ADVANCE],
    "verdict": [None, "establish", "confirmed"],
    "plan_sha256": [None],
    "clause": ["sectors.leader", "sectors.informal"],
    "statement": [None],
    "by": ["20wd"],
    "obligation": [None],
    "path": [f"phases.{phase}.gate.{clause}" for phase in PHASES for clause in ("quorum.min", "sectors", "max_share")],
    "value": ["3", "1"],
    "requirements": [(Requirement("goals", RequirementKind.TEXT),)],
    "funder": ["funder"],
    **dict.fromkeys(("time", "zone", "text_sha256", "model_version"), (None,)),
    "section": ["s1", "s2"],
    "answers": [("goals",)],
    "objection": ["k1"],
    "plan_comment": ["p1"],
    **dict.fromkeys(("number", "reference"), ("1/1",)),
    "model": ["fi.yhteisovaikuttavuus"],
    "criterion": [None],
    "lacking": [()],
}
BY_TWO = ("initiative.propose_model_change", "initiative.approve_model_change")
"""What nobody does alone; `remodelling/` shows that it takes two."""
BY_TYPE: dict[Any, Sequence[Any]] = {
    Sealed: [text()],
    Value: [Value("1")],
    bool: [True, False],
    int: [3],
    date: [START.date() + timedelta(days=400)],
    datetime: [START + timedelta(days=40)],
}
ROUNDS, OFTEN = 6, 2
ORDERS = 10 if CAMPAIGN else 1
OPEN_GATE = GateRule(Decide(DecideHow.ROLE, role=Who.COORDINATOR))


def choices(name: str, hint: Any) -> Sequence[Any]:
    """What a field of a command may hold: things that are there or can be made, and nothing where that is allowed."""
    if name in CHOICES and hint is not Value:
        return CHOICES[name]
    if inner := [argument for argument in get_args(hint) if argument is not type(None)]:
        return [None, *choices(name, inner[0])]
    return list(hint) if issubclass(hint, StrEnum) else BY_TYPE[hint]


def every(cls: Any) -> Iterator[Command]:
    """Every command of a kind that can be made of the choices."""
    hints, names = get_type_hints(cls), [field.name for field in dataclasses.fields(cls)]
    for chosen in product(*(choices(name, hints[name]) for name in names)):
        yield cls(**dict(zip(names, chosen, strict=True)))


@cache
def sayings(phase: str) -> tuple[Command, ...]:
    """All that a coordinator might say in a phase."""
    parts = (phase, "initiative", *(("application",) if phase == "joint_planning" else ()))
    kinds = [kind for kind in sorted(Command.kinds) if kind.partition(".")[0] in parts and kind not in BY_TWO]
    return tuple(command for kind in kinds for command in every(Command.kinds[kind]))


def attempt(phase: str, model: OperatingModel, order: Random, days: int) -> Play:
    """A phase in which nobody but the coordinator says anything: it says everything, in a random order, round by round,
    what is refused again and again, what is taken once more.
    """
    play = Play.of(phase, roster(6), model, **({} if phase in FROM_THE_START else vars(FACTS)))
    taken: Counter[Command] = Counter()
    for _ in range(ROUNDS):
        for command in order.sample(sayings(phase), len(sayings(phase))):
            if play.initiative.settled or taken[command] == OFTEN:
                continue
            with suppress(Refusal):
                play.say(command)
                taken[command] += 1
        play.wait(days)
    return play


def exits(play: Play) -> list[ExitKind]:
    return [entry.event.exit for entry in play.entries if isinstance(entry.event, PhaseExited)]


@pytest.mark.parametrize("days", [0, 9])
@pytest.mark.parametrize(
    ("model", "phase"),
    [pytest.param(model, phase, id=f"{model.id}-{phase}") for model in published().values() for phase in model.phases],
)
def test_no_phase_of_a_shipped_model_advances_by_the_coordinator_alone(
    model: OperatingModel, phase: str, days: int
) -> None:
    for seed in range(ORDERS):
        play = attempt(phase, model, Random(seed), days)
        play.wait(4000)
        assert exits(play) == [ExitKind.STOP]


@pytest.mark.parametrize("phase", PHASES)
def test_when_the_coordinator_has_said_all_it_can_the_gate_waits_for_seats(phase: str) -> None:
    play = attempt(phase, MODEL, Random(1), 0)
    unmet = [clause for clause in explain(play.initiative, play.now).clauses if not clause.met]
    assert [clause for clause in unmet if clause.missing and "coordinator" not in clause.missing]


@pytest.mark.parametrize("phase", [phase for phase in PHASES if phase != "establishment"])
def test_it_is_the_gate_that_holds_the_coordinator_back(phase: str) -> None:
    bare = replace(without_matters(MODEL), phases=MODEL.phases | {phase: replace(MODEL.phases[phase], gate=OPEN_GATE)})
    assert any(exits(attempt(phase, bare, Random(seed), 0)) == [ExitKind.ADVANCE] for seed in range(1, 6))
