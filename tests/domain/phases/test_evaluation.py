"""Evaluation: ratings, claims with an outsider's verdict, and lessons are asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.explaining import gate_open, waiting_on
from domain.facts import (
    Activity,
    Commitment,
    CommitmentState,
    Indicator,
    Level,
    Observation,
    Value,
    Verdict,
)
from domain.phases.evaluation.commands import (
    AnswerRubric,
    MakeClaim,
    VerifyClaim,
    WriteLesson,
)
from tests.fixtures.rules import MODEL, Play, roster, text

ACTIVE = tuple(seat.id for seat in roster(10))
OWNER, DEPUTY, MEASURER, REPORTER, PROMISER, OUTSIDER, OTHER = (f"seat-{n:02}" for n in range(1, 8))
FACTS = {
    "accepted": ACTIVE,
    "activities": {"a1": Activity("a1", OWNER, DEPUTY)},
    "indicators": {
        "i1": Indicator("i1", MEASURER, Level.OUTCOME, "P1M", 10),
        "i2": Indicator("i2", OTHER, Level.OUTPUT, "P1M", 10),
    },
    "commitments": {
        "k1": Commitment("k1", PROMISER, "a1", CommitmentState.KEPT),
        "k2": Commitment("k2", OTHER, "a1", CommitmentState.RELEASED),
    },
    "observations": {
        "o1": Observation("o1", "i1", REPORTER, datetime(2025, 11, 3, tzinfo=UTC), Value("12")),
        "o2": Observation("o2", "i2", REPORTER, datetime(2025, 11, 3, tzinfo=UTC), Value(None)),
    },
}
RATED = AnswerRubric(3, 3, 4, 3, 3)
CLAIM = MakeClaim(text(), ("o1",), OUTSIDER)
CONFIRMED = VerifyClaim("c1", Verdict.CONFIRMED, text())


def evaluated(play: Play) -> Play:
    """Rated by all, one claim confirmed, one lesson."""
    for seat in ACTIVE:
        play.seat_says(seat, RATED)
    play.say(CLAIM)
    play.seat_says(OUTSIDER, CONFIRMED)
    play.say(WriteLesson(text()))
    return play


@pytest.fixture
def play() -> Play:
    return Play.of("evaluation", **FACTS)


def test_every_seat_that_takes_part_rates_and_the_coordinator_claims_and_learns(play: Play) -> None:
    owed = [(w.duty, w.seat) for w in waiting_on(play.initiative)]
    assert sorted(owed[: len(ACTIVE)]) == [("answer_rubric", seat) for seat in ACTIVE]
    own = ("hold_evaluation_meeting", "make_claims", "write_lessons")
    assert sorted(owed[len(ACTIVE) :]) == [(duty, None) for duty in own]


def test_a_model_that_leaves_duties_out_asks_for_nothing() -> None:
    phase = MODEL.phases["evaluation"]
    bare = replace(phase, obligations={}, gate=replace(phase.gate, done=()))
    play = Play.of("evaluation", model=replace(MODEL, phases=MODEL.phases | {"evaluation": bare}), **FACTS)
    assert not play.initiative.obligations
    evaluated(play)
    assert not play.initiative.obligations
    assert gate_open(play.initiative, play.now)
