"""A ballot belongs to the vote it was given for: what was said in an earlier vote never counts in the next one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clockwork import counted
from domain.commands import CallVote, CastBallot, Command, PauseUntil
from domain.events import AnswerCameLate, Choice, Event
from domain.operating_model import DecideHow, ExitKind
from domain.refusals import Malformed, NotAsked
from domain.voting.commands import CastSecretBallot
from domain.voting.counting import Counted, tally_of
from tests.domain.voting.deciding import CONSENT, MAJORITY, SEATS, SECRET, asked, object_to_it, say_all
from tests.fixtures.rules import Play, text

ONE, TWO, *OTHERS = SEATS
MOMENT = timedelta(seconds=1)
OBJECTS = CastBallot(Choice.AGAINST, text())
LETS_PASS = CastBallot(Choice.FOR)


def said_by(play: Play, seat: str, command: Command, before: timedelta) -> tuple[Event, ...]:
    """A seat says this now; it was received this long ago."""
    return play.say(command, play.speaker(seat), received_at=play.now - before)


def voting_after_consent() -> Play:
    """Consent was objected to, nobody gave the account, and the vote by two thirds opens as the round ends."""
    play = asked(CONSENT)
    object_to_it(play, ONE)
    for _ in range(2):  # the window of consent, then that of the round
        play.wait_until(play.initiative.at.vote.due)  # type: ignore[union-attr]
    vote = play.initiative.at.vote
    assert vote is not None
    assert (vote.how, vote.opened_at) == (DecideHow.TWO_THIRDS, play.now)
    return play


def voting_again() -> Play:
    """A first vote has failed, and a second was called a day later."""
    play = asked(MAJORITY)
    say_all(play, Choice.AGAINST, *SEATS)
    play.wait(1)
    play.say(CallVote(ExitKind.ADVANCE))
    return play


def test_no_objection_of_the_last_second_is_no_vote_for_what_is_voted_on_next() -> None:
    play = voting_after_consent()
    stands = play.initiative
    (late,) = said_by(play, TWO, LETS_PASS, MOMENT)
    assert late == AnswerCameLate(CastBallot.KIND, TWO, None, vote=1)
    assert play.initiative == stands


def test_an_objection_of_the_last_second_is_kept_late_with_its_reason() -> None:
    play = voting_after_consent()
    (late,) = said_by(play, TWO, OBJECTS, MOMENT)
    assert late == AnswerCameLate(CastBallot.KIND, TWO, text(), vote=1)


def test_a_ballot_of_the_instant_at_which_the_next_vote_opens_is_of_that_vote() -> None:
    play = voting_after_consent()
    assert said_by(play, TWO, LETS_PASS, timedelta(0))[0].KIND == "ballot.cast"


def test_whose_ballot_came_late_still_votes_in_the_next_vote() -> None:
    play = voting_after_consent()
    said_by(play, TWO, LETS_PASS, MOMENT)
    assert play.seat_says(TWO, CastBallot(Choice.AGAINST))[0].KIND == "ballot.cast"


@given(st.sampled_from(Choice), st.integers(0, 86_400), st.sampled_from(OTHERS))
def test_of_two_votes_a_ballot_counts_in_the_one_that_was_open_when_it_was_received(
    choice: Choice, seconds: int, seat: str
) -> None:
    play = voting_again()
    opened = play.initiative.at.vote.opened_at  # type: ignore[union-attr]
    play.wait(1)
    received = opened + timedelta(seconds=seconds - 43_200)  # type: ignore[operator]
    first, *_ = play.say(CastBallot(choice), play.speaker(seat), received_at=received)
    is_of_this = received >= opened  # type: ignore[operator]
    kinds = {True: "ballot.cast", False: "answer.came_late"}
    assert kinds[is_of_this] == first.KIND
    assert (seat in play.initiative.at.vote.ballots) is is_of_this  # type: ignore[union-attr]


def test_a_form_of_an_earlier_vote_that_is_sent_days_later_does_not_count_in_this_one() -> None:
    play = voting_again()
    (late,) = play.seat_says(TWO, CastBallot(Choice.FOR, vote=1))
    assert late == AnswerCameLate(CastBallot.KIND, TWO, None, vote=1)
    assert play.seat_says(TWO, CastBallot(Choice.FOR, vote=2))[0].KIND == "ballot.cast"


@pytest.mark.parametrize("vote", [-1, 0, 3])
def test_a_vote_that_was_never_called_is_refused_at_its_place(vote: int) -> None:
    with pytest.raises(Malformed) as refused:
        voting_again().seat_says(TWO, CastBallot(Choice.FOR, vote=vote))
    assert refused.value.path == "vote"


def test_what_was_received_before_the_first_vote_belongs_to_none() -> None:
    play = asked(MAJORITY)
    with pytest.raises(NotAsked, match="came before the vote was called") as refused:
        said_by(play, TWO, LETS_PASS, MOMENT)
    assert "open now" in refused.value.remedy


def test_a_secret_ballot_of_an_earlier_vote_is_not_opened_with_the_others() -> None:
    play = asked(SECRET, sectors={})
    play.now = play.initiative.at.vote.due  # type: ignore[union-attr]
    nobody = tally_of(play.initiative, Counted((), 0, 0, 0))
    assert nobody is not None
    play.record(counted(play.initiative, nobody, play.now))
    play.say(CallVote(ExitKind.ADVANCE))
    (late,) = said_by(play, TWO, CastSecretBallot(text()), MOMENT)
    assert late == AnswerCameLate(CastSecretBallot.KIND, TWO, None, vote=1)
    assert play.initiative.at.vote.sealed is None  # type: ignore[union-attr]


def test_a_vote_that_is_called_in_a_pause_takes_ballots_in_it() -> None:
    play = asked(MAJORITY)
    say_all(play, Choice.AGAINST, *SEATS)
    play.say(PauseUntil(play.now + timedelta(days=9)))
    play.wait(1)
    play.say(CallVote(ExitKind.ADVANCE))
    play.wait(1)
    assert play.seat_says(TWO, LETS_PASS)[0].KIND == "ballot.cast"


def test_a_model_that_keeps_nothing_late_refuses_it_and_says_which_vote_is_open() -> None:
    play = voting_after_consent()
    charter = play.initiative.charter
    older = replace(charter, model=replace(charter.model, matters=None))
    play.initiative = replace(play.initiative, charter=older)
    with pytest.raises(NotAsked, match="has ended") as refused:
        play.seat_says(TWO, CastBallot(Choice.FOR, vote=1))
    assert "open now" in refused.value.remedy


def test_under_a_model_that_keeps_nothing_late_only_the_end_of_a_vote_is_looked_at_as_before() -> None:
    play = voting_after_consent()
    charter = play.initiative.charter
    older = replace(charter, model=replace(charter.model, matters=None))
    play.initiative = replace(play.initiative, charter=older)
    assert said_by(play, TWO, LETS_PASS, MOMENT)[0].KIND == "ballot.cast"
