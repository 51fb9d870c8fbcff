"""The vote of an evaluation concludes it and hands on what was found, and silence ends it as well."""

from __future__ import annotations

import pytest

from domain.commands import CallVote, CastBallot
from domain.events import Choice
from domain.facts import (
    Verdict,
)
from domain.operating_model import ExitKind
from domain.phases.evaluation import Conclusion
from tests.domain.phases.test_evaluation import ACTIVE, CLAIM, FACTS, OUTSIDER, evaluated
from tests.fixtures.rules import MODEL, Play


@pytest.fixture
def play() -> Play:
    return Play.of("evaluation", **FACTS)


def test_the_vote_hands_on_claims_lessons_and_the_conclusion(play: Play) -> None:
    evaluated(play)
    play.say(CallVote(ExitKind.ADVANCE, Conclusion.SCALE))
    for seat in ACTIVE:
        play.seat_says(seat, CastBallot(Choice.FOR))
    facts = play.initiative.facts
    assert play.initiative.at.to == "establishment"
    assert (facts.claims["c1"].verdict, facts.claims["c1"].verified_by) == (Verdict.CONFIRMED, OUTSIDER)
    assert (facts.lessons, facts.conclusion) == (1, "scale")


def test_each_conclusion_goes_with_one_exit_of_the_phase() -> None:
    assert {c.exit for c in Conclusion} == {exit for exit in MODEL.phases["evaluation"].next if exit.is_taken}
    assert [c for c in Conclusion if c.exit is ExitKind.ADVANCE] == ["establish", "scale", "hand_over"]


def test_nobody_answering_ends_the_evaluation_by_itself(play: Play) -> None:
    play.say(CLAIM)
    play.wait(400)
    assert play.initiative.outcome == "stopped_well"
