"""Evaluation: ratings, claims with an outsider's verdict, lessons, and the vote that concludes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands import CallVote, CastBallot
from domain.events import Choice
from domain.explaining import explain, gate_open, waiting_on
from domain.facts import (
    Activity,
    Claim,
    Commitment,
    CommitmentState,
    Indicator,
    Level,
    Observation,
    Value,
    Verdict,
)
from domain.operating_model import ExitKind
from domain.phases.evaluation import Conclusion
from domain.phases.evaluation.commands import (
    AnswerRubric,
    MakeClaim,
    NoClaims,
    ReassignVerifier,
    VerifyClaim,
    WriteLesson,
)
from domain.refusals import AlreadyAnswered, GateShut, Malformed, NotAsked, NotEntitled, UnknownSeat
from tests.fixtures.profiles import examples
from tests.fixtures.rules import MODEL, Play, roster, text

ACTIVE = tuple(seat.id for seat in roster(10))
OWNER, DEPUTY, MEASURER, REPORTER, PROMISER, OUTSIDER, OTHER = (f"seat-{n:02}" for n in range(1, 8))
DECLINED = "seat-11"
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


@pytest.fixture
def play() -> Play:
    return Play.of("evaluation", **FACTS)


def evaluated(play: Play) -> Play:
    """Rated by all, one claim confirmed, one lesson."""
    for seat in ACTIVE:
        play.seat_says(seat, RATED)
    play.say(CLAIM)
    play.seat_says(OUTSIDER, CONFIRMED)
    play.say(WriteLesson(text()))
    return play


def test_every_seat_that_takes_part_rates_and_the_coordinator_claims_and_learns(play: Play) -> None:
    owed = [(w.duty, w.seat) for w in waiting_on(play.initiative)]
    assert sorted(owed[: len(ACTIVE)]) == [("answer_rubric", seat) for seat in ACTIVE]
    assert sorted(owed[len(ACTIVE) :]) == [("make_claims", None), ("write_lessons", None)]


def test_a_model_that_leaves_duties_out_asks_for_nothing() -> None:
    phase = MODEL.phases["evaluation"]
    bare = replace(phase, obligations={}, gate=replace(phase.gate, done=()))
    play = Play.of("evaluation", model=replace(MODEL, phases=MODEL.phases | {"evaluation": bare}), **FACTS)
    assert not play.initiative.obligations
    evaluated(play)
    assert not play.initiative.obligations
    assert gate_open(play.initiative, play.now)


@pytest.mark.parametrize("rating", [0, 5, -1])
def test_a_rating_off_the_scale_is_refused_at_its_condition(play: Play, rating: int) -> None:
    with pytest.raises(Malformed) as refused:
        play.seat_says(OWNER, AnswerRubric(3, 3, rating))
    assert refused.value.path == "reinforcing_activities"


def test_only_seats_that_accepted_rate(play: Play) -> None:
    with pytest.raises(NotEntitled):
        play.seat_says(DECLINED, RATED)
    with pytest.raises(NotEntitled):
        play.say(RATED)


def test_the_last_rating_before_the_due_day_counts_and_names_the_one_it_replaces(play: Play) -> None:
    play.seat_says(OWNER, RATED)
    with pytest.raises(AlreadyAnswered):
        play.seat_says(OWNER, RATED)
    first, *_ = play.seat_says(OWNER, AnswerRubric(1, 1, 1, 1, 1))
    assert first.replaces.common_agenda == 3  # type: ignore[attr-defined]
    assert play.initiative.now_in.ratings[OWNER].backbone_support == 1  # type: ignore[attr-defined]
    play.wait(20)
    with pytest.raises(AlreadyAnswered):
        play.seat_says(OWNER, RATED)


def test_a_first_rating_counts_after_its_duty_lapsed(play: Play) -> None:
    play.wait(60)
    play.seat_says(OWNER, RATED)
    assert play.initiative.now_in.standing(play.initiative).present == (OWNER,)


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


@examples(15)
@given(st.permutations(ACTIVE))
def test_the_order_of_ratings_among_seats_does_not_matter(order: list[str]) -> None:
    play = Play.of("evaluation", **FACTS)
    for seat in order:
        play.seat_says(seat, AnswerRubric(int(seat[-1]) % 4 + 1))
    standing = play.initiative.now_in.standing(play.initiative)
    assert standing.present == ACTIVE
    assert explain(play.initiative, play.now).clauses[0].have == len(ACTIVE)
