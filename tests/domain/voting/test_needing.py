"""What a vote needs beside its votes: abstaining counts for the quorum and not for the votes; a verdict is endorsed by
several sectors.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clockwork import counted
from domain.commands import CallVote
from domain.events import Choice, VoteCounted
from domain.explaining import explain, open_tally
from domain.gate_words import BallotNeed
from domain.operating_model import Decide, DecideHow, ExitKind, Quorum
from domain.seats import Sector
from domain.shares import Share
from domain.stage import Count
from domain.voting.commands import CastSecretBallot, ExceptClause, Recuse
from domain.voting.counting import Counted, sealed_ballots, tally_of
from tests.domain.voting.deciding import (
    CONSENT,
    EXCEPT_LEADER,
    MAJORITY,
    SEATS,
    SECRET,
    asked,
    convened,
    object_to_it,
    say_all,
)
from tests.fixtures.rules import MODEL, Play, roster, text

ONE, *OTHERS = SEATS
SIX = {seat.id: seat.sector for seat in roster(6)}
HALF = Quorum(Share(1, 2), 3)
BY_QUORUM = (BallotNeed.QUORUM,)
BY_BOTH = (BallotNeed.QUORUM, BallotNeed.SECTORS)
WITHOUT_LEADER = tuple(replace(s, sector=Sector.COMPANY) if s.sector is Sector.LEADER else s for s in roster(6))


def needing(decide: Decide, *needs: BallotNeed) -> Decide:
    return replace(decide, ballots=needs)


def ended(play: Play) -> VoteCounted:
    """How the open vote is counted at its end."""
    happened = play.wait_until(play.initiative.at.vote.due)  # type: ignore[union-attr]
    return next(event for event in happened if isinstance(event, VoteCounted))


def test_one_vote_for_it_carries_nothing_where_the_gates_quorum_is_asked_of_ballots() -> None:
    play = asked(needing(MAJORITY, *BY_QUORUM))
    say_all(play, Choice.FOR, ONE)
    assert ended(play) == VoteCounted(1, 0, 0, 1, passed=False, tie=False, quorum=5, short=("quorum",))
    assert play.initiative.at.count == Count(1, 0, 1, tie=False, short=("quorum",), cast=1, quorum=5)
    assert (play.initiative.at.failed, play.initiative.at.exit) == (True, None)


def test_who_abstains_makes_the_quorum_and_no_vote() -> None:
    play = asked(needing(MAJORITY, *BY_QUORUM))
    say_all(play, Choice.ABSTAIN, *OTHERS[:4])
    say_all(play, Choice.FOR, ONE)
    assert ended(play) == VoteCounted(1, 0, 4, 1, passed=True, tie=False, quorum=5)
    assert play.initiative.at.exit is ExitKind.ADVANCE


def test_a_model_that_asks_nothing_of_ballots_counts_as_before() -> None:
    play = asked(MAJORITY)
    say_all(play, Choice.FOR, ONE)
    assert ended(play) == VoteCounted(1, 0, 0, 1, passed=True, tie=False)


def test_the_vote_after_consent_needs_its_quorum_and_consent_none() -> None:
    play = asked(needing(CONSENT, *BY_QUORUM))
    object_to_it(play, ONE)
    assert open_tally(play.initiative).quorum == 0  # type: ignore[union-attr]
    for _ in range(2):
        play.wait_until(play.initiative.at.vote.due)  # type: ignore[union-attr]
    assert play.initiative.at.vote.how is DecideHow.TWO_THIRDS  # type: ignore[union-attr]
    say_all(play, Choice.FOR, *OTHERS[:2])
    assert ended(play).short == ("quorum",)


def test_silence_is_consent_whatever_is_asked_of_ballots() -> None:
    play = asked(needing(CONSENT, *BY_BOTH))
    assert ended(play).passed
    assert play.initiative.at.exit is ExitKind.ADVANCE


def test_the_open_vote_says_how_many_more_must_vote_and_which_sectors_are_missing() -> None:
    play = asked(needing(MAJORITY, *BY_BOTH))
    say_all(play, Choice.FOR, ONE)
    decision = explain(play.initiative, play.now).decision
    assert not decision.met
    assert "4 more must vote" in decision.remedy
    assert "sectors.municipality" in decision.remedy


def test_votes_for_it_of_too_few_sectors_endorse_nothing() -> None:
    play = asked(needing(MAJORITY, *BY_BOTH), sectors={"distinct": 3}, quorum=HALF)
    say_all(play, Choice.ABSTAIN, *SEATS[2:])
    say_all(play, Choice.FOR, *SEATS[:2])
    counted_so = [entry.event for entry in play.entries if isinstance(entry.event, VoteCounted)]
    assert counted_so == [VoteCounted(2, 0, 4, 2, passed=False, tie=False, quorum=3, short=("sectors.distinct",))]


def test_a_sector_that_is_missing_by_a_reasoned_exception_is_not_missed_among_the_votes() -> None:
    play = convened(needing(MAJORITY, *BY_BOTH), seats=WITHOUT_LEADER, exceptions=EXCEPT_LEADER)
    play.say(ExceptClause("sectors.leader", text()))
    play.say(CallVote(ExitKind.ADVANCE))
    say_all(play, Choice.FOR, *SEATS)
    assert play.initiative.at.exit is ExitKind.ADVANCE


@pytest.mark.parametrize("exit", [ExitKind.STOP, ExitKind.LOOP_BACK])
def test_a_table_without_a_required_sector_can_end_or_go_back_with_a_quorum_but_not_go_on(exit: ExitKind) -> None:
    play = convened(needing(MAJORITY, *BY_BOTH), seats=WITHOUT_LEADER)
    play.say(CallVote(exit))
    say_all(play, Choice.FOR, ONE)
    assert open_tally(play.initiative).short == ("quorum",)  # type: ignore[union-attr]
    vote = replace(play.initiative.at.vote, exit=ExitKind.ADVANCE)  # type: ignore[type-var]
    onward = replace(play.initiative, stage=replace(play.initiative.at, vote=vote))
    assert "sectors.leader" in open_tally(onward).short  # type: ignore[union-attr]
    say_all(play, Choice.FOR, *OTHERS)
    assert play.initiative.at.exit is exit


def test_a_recused_seat_is_no_part_of_the_quorum() -> None:
    play = asked(needing(MAJORITY, *BY_QUORUM), quorum=Quorum(Share(1, 1), 1), sectors={})
    play.seat_says(ONE, Recuse())
    say_all(play, Choice.FOR, *OTHERS)
    assert play.initiative.at.exit is ExitKind.ADVANCE


def test_a_secret_vote_has_its_quorum_by_who_has_voted() -> None:
    play = asked(needing(SECRET, *BY_QUORUM), sectors={})
    for seat in SEATS[:4]:
        play.seat_says(seat, CastSecretBallot(replace(text(), commitment=seat[-2:] * 32)))
    assert "it needs 5 ballots" in explain(play.initiative, play.now).decision.remedy
    play.now = play.initiative.at.vote.due  # type: ignore[union-attr]
    tally = tally_of(play.initiative, Counted(sealed_ballots(play.initiative), 4, 0, 0))
    assert tally is not None
    result, *_ = play.record(counted(play.initiative, tally, play.now))
    assert result == VoteCounted(4, 0, 0, 3, passed=False, tie=False, quorum=5, short=("quorum",))


ballots = st.dictionaries(st.sampled_from(SEATS), st.sampled_from(Choice))
quorums = st.builds(Quorum, st.builds(Share, st.integers(1, 4), st.just(4)), st.integers(1, 6))
HOWS = st.sampled_from([DecideHow.MAJORITY, DecideHow.TWO_THIRDS])


def passes_by_the_words(how: DecideHow, quorum: Quorum, distinct: int, said: dict[str, Choice]) -> bool:
    """The design's words, read again: shares of votes cast, abstentions for the quorum only, endorsed by sectors."""
    in_favour = [seat for seat, choice in said.items() if choice is Choice.FOR]
    votes = len([choice for choice in said.values() if choice is not Choice.ABSTAIN])
    least = Fraction(2 * votes, 3) if how is DecideHow.TWO_THIRDS else Fraction(votes + 1, 2)
    enough = len(said) >= quorum.least and len(said) >= Fraction(quorum.share.part, quorum.share.whole) * len(SEATS)
    return bool(in_favour) and len(in_favour) >= least and enough and len({SIX[seat] for seat in in_favour}) >= distinct


@given(HOWS, quorums, st.integers(1, 5), ballots)
def test_every_vote_passes_as_the_words_of_the_design_say(
    how: DecideHow, quorum: Quorum, distinct: int, said: dict[str, Choice]
) -> None:
    play = asked(needing(replace(MAJORITY, how=how), *BY_BOTH))
    vote = replace(play.initiative.at.vote, ballots=said)  # type: ignore[type-var]
    stage, model = replace(play.initiative.at, vote=vote), play.initiative.charter.model
    gate = replace(model.phases["convening"].gate, quorum=quorum, sectors={"distinct": distinct})
    phases = {**model.phases, "convening": replace(model.phases["convening"], gate=gate)}
    charter = replace(play.initiative.charter, model=replace(model, phases=phases))
    count = open_tally(replace(play.initiative, stage=stage, charter=charter))
    assert count is not None
    assert count.passed is passes_by_the_words(how, quorum, distinct, said)
    assert ("quorum" in count.short) is (len(said) < count.quorum)


@given(ballots, st.sampled_from(SEATS))
def test_one_more_abstention_never_makes_a_vote_fail(said: dict[str, Choice], seat: str) -> None:
    play = asked(needing(MAJORITY, *BY_QUORUM))

    def passed(cast: dict[str, Choice]) -> bool:
        vote = replace(play.initiative.at.vote, ballots=cast)  # type: ignore[type-var]
        count = open_tally(replace(play.initiative, stage=replace(play.initiative.at, vote=vote)))
        return count is not None and count.passed

    if passed(said) and seat not in said:
        assert passed({**said, seat: Choice.ABSTAIN})


@pytest.mark.parametrize("phase", ["convening", "joint_planning", "evaluation"])
def test_the_shipped_model_asks_for_a_quorum_wherever_seats_vote(phase: str) -> None:
    assert BallotNeed.QUORUM in (MODEL.phases[phase].gate.decide.ballots or ())


def test_the_shipped_model_has_plan_and_verdict_endorsed_by_sectors() -> None:
    for phase in ("joint_planning", "evaluation"):
        assert BallotNeed.SECTORS in (MODEL.phases[phase].gate.decide.ballots or ())
    assert MODEL.phases["evaluation"].gate.max_share == Share(1, 2)
