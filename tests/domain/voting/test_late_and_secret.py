"""Late ballots are kept and not counted; secret ones are sealed, never changed, and counted from the vault."""

from __future__ import annotations

import pytest

from domain.clockwork import counted, next_wake
from domain.commands import CallVote, CastBallot
from domain.events import Choice, VoteCounted
from domain.explaining import explain
from domain.forecasting import next_if_nobody_acts
from domain.operating_model import ExitKind
from domain.refusals import AlreadyAnswered, NotAsked
from domain.sealed import Sealed
from domain.stage import Count
from domain.voting.commands import CastSecretBallot, Recuse
from domain.voting.counting import Counted, awaits_count, sealed_ballots, tally_of
from tests.domain.voting.deciding import MAJORITY, SEATS, SECRET, asked, convened, say_all
from tests.fixtures.rules import Play


def ballot(seat: str) -> CastSecretBallot:
    """A ballot under a commitment of its own."""
    return CastSecretBallot(Sealed(f"{seat[-2:]}" * 32, 8, "fi"))


@pytest.fixture
def play() -> Play:
    return asked(SECRET, sectors={})


def test_a_ballot_after_the_vote_is_kept_as_late_and_changes_nothing() -> None:
    play = asked(MAJORITY)
    say_all(play, Choice.AGAINST, *SEATS)
    before = play.initiative
    (late,) = play.seat_says("seat-01", CastBallot(Choice.FOR))
    assert (late.KIND, play.initiative) == ("answer.came_late", before)


def test_a_ballot_before_any_vote_is_refused() -> None:
    with pytest.raises(NotAsked):
        convened(MAJORITY).seat_says("seat-01", CastBallot(Choice.FOR))


def test_the_ledger_holds_who_has_voted_and_nothing_of_what_they_said(play: Play) -> None:
    happened = play.seat_says("seat-01", ballot("seat-01"))
    assert [event.KIND for event in happened] == ["ballot.sealed", "obligation.fulfilled"]
    decision = explain(play.initiative, play.now).decision
    assert (decision.have, decision.need, decision.missing) == (1, 6, SEATS[1:])


def test_a_secret_ballot_cannot_be_changed_nor_an_open_one_cast(play: Play) -> None:
    play.seat_says("seat-01", ballot("seat-01"))
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-01", ballot("seat-01"))
    with pytest.raises(NotAsked, match="secret"):
        play.seat_says("seat-02", CastBallot(Choice.FOR))
    with pytest.raises(NotAsked, match="open one"):
        asked(MAJORITY).seat_says("seat-01", ballot("seat-01"))


def test_nothing_closes_a_secret_vote_but_its_count(play: Play) -> None:
    for seat in SEATS:
        assert not awaits_count(play.initiative, play.now)
        play.seat_says(seat, ballot(seat))
    assert awaits_count(play.initiative, play.now)
    assert (next_wake(play.initiative) or play.now) <= play.now
    assert next_if_nobody_acts(play.initiative).kinds == ("vote.counted",)  # type: ignore[union-attr]
    found = Counted(sealed_ballots(play.initiative), 4, 1, 1)
    tally = tally_of(play.initiative, found)
    assert tally is not None
    result, *_ = play.record(counted(play.initiative, tally, play.now))
    assert result == VoteCounted(4, 1, 1, 3, passed=True, tie=False)
    assert play.initiative.at.exit is ExitKind.ADVANCE


def test_a_count_of_other_ballots_than_those_that_count_now_is_no_count(play: Play) -> None:
    for seat in SEATS:
        play.seat_says(seat, ballot(seat))
    found = Counted(sealed_ballots(play.initiative), 6, 0, 0)
    play.seat_says("seat-01", Recuse())
    assert tally_of(play.initiative, found) is None
    assert len(sealed_ballots(play.initiative)) == 5


def test_a_tie_of_a_secret_vote_fails_and_says_so(play: Play) -> None:
    for seat in SEATS[:4]:
        play.seat_says(seat, ballot(seat))
    play.now = play.initiative.at.vote.due  # type: ignore[union-attr]
    assert awaits_count(play.initiative, play.now)
    tally = tally_of(play.initiative, Counted(sealed_ballots(play.initiative), 2, 2, 0))
    assert tally is not None
    assert (tally.tie, tally.passed) == (True, False)
    play.record(counted(play.initiative, tally, play.now))
    assert (play.initiative.at.vote, play.initiative.at.failed) == (None, True)
    assert play.initiative.at.count == Count(2, 2, 3, tie=True)
    play.say(CallVote(ExitKind.ADVANCE))
    assert play.initiative.at.count is None


def test_the_order_in_which_ballots_lie_says_nothing_of_their_seats(play: Play) -> None:
    for seat in reversed(SEATS):
        play.seat_says(seat, ballot(seat))
    ballots = sealed_ballots(play.initiative)
    assert ballots == tuple(sorted(ballots))
