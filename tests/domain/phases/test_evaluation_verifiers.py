"""Who verifies a claim: an outsider without ties to the pilot or to the claim itself."""

from __future__ import annotations

import pytest

from domain.phases.evaluation.commands import (
    MakeClaim,
)
from domain.refusals import NotEntitled, UnknownSeat
from tests.domain.phases.test_evaluation import (
    CONFIRMED,
    DEPUTY,
    FACTS,
    MEASURER,
    OTHER,
    OUTSIDER,
    OWNER,
    PROMISER,
    REPORTER,
)
from tests.fixtures.rules import Play, text

DECLINED = "seat-11"


@pytest.fixture
def play() -> Play:
    return Play.of("evaluation", **FACTS)


@pytest.mark.parametrize(
    ("verifier", "tie"),
    [
        (OWNER, "owns an activity"),
        (DEPUTY, "is the deputy of an activity"),
        (MEASURER, "reported the evidence"),
        (REPORTER, "reported the evidence"),
        (PROMISER, "made a commitment"),
        (OUTSIDER, "made the claim"),
    ],
)
def test_a_verifier_tied_to_the_pilot_or_the_claim_is_refused_with_the_tie(play: Play, verifier: str, tie: str) -> None:
    with pytest.raises(NotEntitled, match=tie) as refused:
        play.seat_says(OUTSIDER, MakeClaim(text(), ("o1",), verifier))
    assert refused.value.path == "verifier"
    assert refused.value.remedy


def test_a_seat_released_from_its_commitment_verifies_what_it_did_not_measure(play: Play) -> None:
    play.say(MakeClaim(text(), ("o1",), OTHER))
    with pytest.raises(NotEntitled, match="reported the evidence"):
        play.say(MakeClaim(text(), ("o2",), OTHER))


def test_a_seat_that_declined_may_verify_and_a_stranger_may_not(play: Play) -> None:
    play.say(MakeClaim(text(), ("o1",), DECLINED))
    play.seat_says(DECLINED, CONFIRMED)
    with pytest.raises(UnknownSeat):
        play.say(MakeClaim(text(), ("o1",), "seat-99"))
