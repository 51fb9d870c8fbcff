"""Claims of an evaluation: they stand on observations, are verified, or it is said that there are none."""

from __future__ import annotations

import pytest

from domain.commands import CallVote
from domain.explaining import explain, gate_open, waiting_on
from domain.facts import (
    Claim,
)
from domain.operating_model import ExitKind
from domain.phases.evaluation.commands import (
    MakeClaim,
    NoClaims,
    WriteLesson,
)
from domain.refusals import AlreadyAnswered, GateShut, Malformed, NotEntitled
from tests.domain.phases.test_evaluation import CLAIM, FACTS, OUTSIDER, OWNER, evaluated
from tests.fixtures.rules import Play, text


@pytest.fixture
def play() -> Play:
    return Play.of("evaluation", **FACTS)


def test_a_claim_asks_the_outsider_it_names_and_nobody_owes_claims_any_more(play: Play) -> None:
    play.say(CLAIM)
    assert [(w.duty, w.seat) for w in waiting_on(play.initiative) if w.duty == "verify_claim"] == [
        ("verify_claim", OUTSIDER)
    ]
    assert not play.initiative.owed("make_claims")


@pytest.mark.parametrize(
    ("observations", "path"), [((), "observations"), (("o9",), "observations[0]"), (("o1", "o1"), "observations[1]")]
)
def test_a_claim_stands_on_observations_of_the_pilot(play: Play, observations: tuple[str, ...], path: str) -> None:
    with pytest.raises(Malformed) as refused:
        play.say(MakeClaim(text(), observations, OUTSIDER))
    assert refused.value.path == path


def test_an_honest_nothing_to_claim_is_enough_and_may_be_thought_better_of(play: Play) -> None:
    with pytest.raises(NotEntitled):
        play.seat_says(OWNER, NoClaims(text()))
    play.say(NoClaims(text()))
    assert not play.initiative.owed("make_claims")
    with pytest.raises(AlreadyAnswered):
        play.say(NoClaims(text()))
    play.say(CLAIM)
    assert play.initiative.owed("verify_claim")


def test_claims_and_lessons_count_on_from_former_rounds() -> None:
    play = Play.of("evaluation", **FACTS, claims={"c1": Claim("c1", ("o1",))}, lessons=2)
    made, *_ = play.say(CLAIM)
    written, *_ = play.seat_says(OWNER, WriteLesson(text()))
    assert (made.claim, written.lesson, written.seat) == ("c2", "l3", OWNER)  # type: ignore[attr-defined]


def test_an_unverified_claim_keeps_the_gate_shut(play: Play) -> None:
    evaluated(play)
    assert gate_open(play.initiative, play.now)
    play.say(CLAIM)
    assert [clause.clause for clause in explain(play.initiative, play.now).clauses if not clause.met] == [
        "claims.verified"
    ]
    with pytest.raises(GateShut):
        play.say(CallVote(ExitKind.ADVANCE))
