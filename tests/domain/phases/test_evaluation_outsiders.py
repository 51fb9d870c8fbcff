"""An outsider to the pilot is outside with its whole organisation and its people."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.facts import Activity, Commitment, CommitmentState, Indicator, Level, Observation, Value, Verdict
from domain.matters.seats.commands import NameDeputies, PassSeat, ReportAbsence
from domain.phases.evaluation.commands import MakeClaim, ReassignVerifier, VerifyClaim
from domain.refusals import NotEntitled
from domain.seats import Seat
from tests.fixtures.cycle import SEATS
from tests.fixtures.rules import START, Play, roster, text

FACTS = {
    "accepted": SEATS,
    "activities": {"a1": Activity("a1", "seat-01", "seat-02")},
    "indicators": {"i1": Indicator("i1", "seat-02", Level.OUTPUT, "P1M", 10)},
    "observations": {"o1": Observation("o1", "i1", "seat-02", START, Value("3"))},
    "commitments": {"c1": Commitment("c1", "seat-04", "a1", CommitmentState.BROKEN)},
}


def claim(seats: tuple[Seat, ...], verifier: str) -> Play:
    """The coordinator claims a result that this seat is to verify."""
    play = Play.of("evaluation", seats, **FACTS)
    play.say(MakeClaim(text(), ("o1",), verifier))
    return play


def changed(seat: str, **changes: object) -> tuple[Seat, ...]:
    """The roster with one seat changed."""
    return tuple(replace(s, **changes) if s.id == seat else s for s in roster())  # type: ignore[arg-type]


def test_a_seat_outside_verifies() -> None:
    asked = claim(roster(), "seat-09").initiative.owed("verify_claim", seat="seat-09")
    assert asked is not None


@pytest.mark.parametrize(
    "changes",
    [{"organisation": "org-01"}, {"holder": "holder-01"}, {"deputy": "holder-01"}, {"holder": "deputy-01"}],
    ids=["the same organisation", "the same holder", "its deputy is the owner", "its holder is the owner's deputy"],
)
def test_kin_of_an_owner_is_no_outsider(changes: dict[str, object]) -> None:
    with pytest.raises(NotEntitled):
        claim(changed("seat-09", **changes), "seat-09")


def test_the_backbone_does_not_verify_what_its_coordinator_claims() -> None:
    with pytest.raises(NotEntitled):
        claim(changed("seat-09", organisation="org-backbone"), "seat-09")


def test_a_broken_promise_ties_as_much_as_a_kept_one() -> None:
    with pytest.raises(NotEntitled):
        claim(roster(), "seat-04")


VERIFY = "evaluation.1/verify_claim/seat-09/c1"


def test_whoever_has_piloted_does_not_stand_in_for_the_one_who_verifies() -> None:
    play = claim(roster(), "seat-09")
    play.say(NameDeputies(("holder-01", "somebody-else"), "seat-09"))
    play.seat_says("seat-09", ReportAbsence(START + timedelta(days=5)))
    owed = play.initiative.obligations[VERIFY]
    assert (owed.owed_by, owed.principal) == ("somebody-else", "holder-09")


def test_a_deputy_who_has_piloted_under_another_seat_verifies_nothing() -> None:
    play = claim(roster(), "seat-09")
    play.say(NameDeputies(("holder-01",), "seat-09"))
    verdict = VerifyClaim("c1", Verdict.CONFIRMED, text())
    with pytest.raises(NotEntitled) as refusal:
        play.seat_says("seat-09", verdict, deputy=True)
    assert refusal.value.path == "claim"
    play.seat_says("seat-09", verdict)


def test_a_next_holder_who_has_piloted_verifies_nothing_and_another_seat_is_asked() -> None:
    play = claim(roster(), "seat-09")
    play.say(PassSeat("seat-09", "holder-02"))
    with pytest.raises(NotEntitled):
        play.seat_says("seat-09", VerifyClaim("c1", Verdict.CONFIRMED, text()))
    play.say(ReassignVerifier("c1", "seat-10"))


def test_a_seat_whose_deputys_deputy_has_piloted_is_not_asked_to_verify() -> None:
    play = Play.of("evaluation", roster(), **FACTS)
    play.say(NameDeputies(("somebody", "holder-01"), "seat-09"))
    with pytest.raises(NotEntitled):
        play.say(MakeClaim(text(), ("o1",), "seat-09"))
