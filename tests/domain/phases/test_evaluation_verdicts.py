"""Verdicts on a claim: given by whoever was asked, changed until the due day, asked anew of another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.facts import (
    Verdict,
)
from domain.phases.evaluation.commands import (
    ReassignVerifier,
)
from domain.refusals import AlreadyAnswered, NotAsked, NotEntitled
from tests.domain.phases.test_evaluation import (
    CLAIM,
    CONFIRMED,
    FACTS,
    OTHER,
    OUTSIDER,
    OWNER,
)
from tests.fixtures.rules import Play


@pytest.fixture
def play() -> Play:
    return Play.of("evaluation", **FACTS)


def test_only_the_seat_that_was_asked_gives_the_verdict(play: Play) -> None:
    with pytest.raises(NotAsked):
        play.seat_says(OUTSIDER, CONFIRMED)
    play.say(CLAIM)
    for speaker in (OTHER, OWNER):
        with pytest.raises(NotEntitled):
            play.seat_says(speaker, CONFIRMED)
    with pytest.raises(NotEntitled):
        play.say(CONFIRMED)
    play.seat_says(OUTSIDER, CONFIRMED)
    assert not play.initiative.owed("verify_claim")


def test_a_verdict_changes_until_its_due_day(play: Play) -> None:
    play.say(CLAIM)
    play.seat_says(OUTSIDER, CONFIRMED)
    changed, *_ = play.seat_says(OUTSIDER, replace(CONFIRMED, verdict=Verdict.NOT_SHOWN))
    assert changed.replaces is Verdict.CONFIRMED  # type: ignore[attr-defined]
    play.wait(20)
    with pytest.raises(AlreadyAnswered):
        play.seat_says(OUTSIDER, CONFIRMED)


def test_a_reassigned_claim_is_asked_of_the_new_verifier_alone_even_when_it_goes_back(play: Play) -> None:
    play.say(CLAIM)
    for verifier in (OTHER, OUTSIDER):
        play.say(ReassignVerifier("c1", verifier))
        assert [o.seat for o in play.initiative.of_duty("verify_claim") if o.state.answerable] == [verifier]
    with pytest.raises(NotEntitled):
        play.seat_says(OTHER, CONFIRMED)
    with pytest.raises(AlreadyAnswered):
        play.say(ReassignVerifier("c1", OUTSIDER))
    with pytest.raises(NotEntitled):
        play.say(ReassignVerifier("c1", OWNER))
    play.seat_says(OUTSIDER, CONFIRMED)
    with pytest.raises(AlreadyAnswered):
        play.say(ReassignVerifier("c1", OTHER))
