"""Consent: silence lets it pass, an objection has a reason, leads to one round, and then to a vote."""

from __future__ import annotations

import pytest

from domain.clockwork import next_wake
from domain.commands import CallVote, CastBallot, TakeExit
from domain.events import Choice, VoteCalled, VoteCounted
from domain.explaining import explain, waiting_on
from domain.operating_model import DecideHow, ExitKind
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled
from domain.voting.commands import IntegrateObjections
from domain.voting.events import IntegrationOpened
from tests.domain.voting.deciding import CONSENT, CONSENT_ONLY, SEATS, asked, convened, object_to_it, say_all
from tests.fixtures.rules import Play, text

ONE, *OTHERS = SEATS
ACCOUNT = IntegrateObjections(text())


@pytest.fixture
def play() -> Play:
    return asked(CONSENT)


def objected(play: Play) -> Play:
    """One seat objects, all others let it pass: the round opens at once."""
    say_all(play, Choice.FOR, *OTHERS)
    object_to_it(play, ONE)
    return play


def owed(play: Play) -> set[tuple[str, str | None]]:
    return {(waiting.duty, waiting.seat) for waiting in waiting_on(play.initiative)}


def test_consent_passes_as_soon_as_all_have_let_it_pass(play: Play) -> None:
    assert owed(play) == {("consent", seat) for seat in SEATS}
    say_all(play, Choice.FOR, *SEATS[:-1])
    assert not play.initiative.settled
    say_all(play, Choice.ABSTAIN, SEATS[-1])
    assert (play.initiative.at.exit, play.initiative.at.to) == (ExitKind.ADVANCE, "joint_planning")


def test_who_is_silent_until_the_window_ends_has_no_objection(play: Play) -> None:
    due = play.initiative.at.vote.due  # type: ignore[union-attr]
    play.wait_until(due)
    assert play.initiative.at.exit is ExitKind.ADVANCE
    (counted,) = [entry.event for entry in play.entries if isinstance(entry.event, VoteCounted)]
    assert (counted.passed, counted.votes_for, counted.votes_against, counted.needed) == (True, 0, 0, 0)


def test_an_objection_comes_with_its_reason_and_nothing_else_does(play: Play) -> None:
    with pytest.raises(Malformed) as refused:
        play.seat_says(ONE, CastBallot(Choice.AGAINST))
    assert refused.value.path == "reason"
    with pytest.raises(Malformed):
        play.seat_says(ONE, CastBallot(Choice.FOR, text()))


def test_an_objection_may_be_taken_back_within_the_window(play: Play) -> None:
    object_to_it(play, ONE)
    assert explain(play.initiative, play.now).decision.missing == (ONE,)
    say_all(play, Choice.FOR, *SEATS)
    assert play.initiative.at.exit is ExitKind.ADVANCE


def test_an_objection_opens_one_round_of_which_the_coordinator_owes_the_account(play: Play) -> None:
    objected(play)
    vote = play.initiative.at.vote
    assert vote is not None
    assert vote.integration is not None
    assert vote.integration.objecting == (ONE,)
    assert owed(play) == {("integrate_objections", None)}
    decision = explain(play.initiative, play.now).decision
    assert (decision.clause, decision.have, decision.need, decision.met) == ("decide.consent", 1, 0, False)


def test_once_the_account_is_told_the_objecting_seats_are_asked_again(play: Play) -> None:
    objected(play)
    with pytest.raises(NotEntitled):
        play.seat_says(ONE, ACCOUNT)
    play.say(ACCOUNT)
    assert owed(play) == {("consent", ONE)}
    with pytest.raises(AlreadyAnswered):
        play.say(ACCOUNT)


def test_an_objection_that_is_taken_back_in_the_round_lets_it_pass(play: Play) -> None:
    objected(play)
    play.say(ACCOUNT)
    say_all(play, Choice.FOR, ONE)
    assert play.initiative.at.exit is ExitKind.ADVANCE


def test_an_objection_that_stands_leads_to_the_vote_and_not_to_another_round(play: Play) -> None:
    objected(play)
    play.say(ACCOUNT)
    counted, *_, called = [e for e in object_to_it(play, ONE) if isinstance(e, VoteCounted | VoteCalled)]
    assert (counted.passed, counted.votes_against) == (False, 1)  # type: ignore[union-attr]
    assert called == VoteCalled(ExitKind.ADVANCE, called.due, None, DecideHow.TWO_THIRDS)  # type: ignore[union-attr]
    assert owed(play) == {("vote", seat) for seat in SEATS}
    say_all(play, Choice.FOR, *OTHERS)
    say_all(play, Choice.AGAINST, ONE)
    assert play.initiative.at.exit is ExitKind.ADVANCE
    assert play.kinds().count("integration.opened") == 1


def test_a_round_without_an_account_ends_with_its_window_and_the_vote_follows(play: Play) -> None:
    objected(play)
    due = play.initiative.at.vote.due  # type: ignore[union-attr]
    happened = play.wait_until(due)
    assert [e.how for e in happened if isinstance(e, VoteCalled)] == [DecideHow.TWO_THIRDS]
    with pytest.raises(NotAsked):
        play.say(ACCOUNT)


def test_whoever_has_not_objected_before_may_object_to_what_the_round_brought(play: Play) -> None:
    objected(play)
    play.say(ACCOUNT)
    object_to_it(play, OTHERS[0])
    say_all(play, Choice.FOR, ONE)
    vote = play.initiative.at.vote
    assert vote is not None
    assert vote.how is DecideHow.TWO_THIRDS


def test_without_a_vote_to_follow_the_objection_that_stands_ends_it_and_the_window_goes_on() -> None:
    play = objected(asked(CONSENT_ONLY))
    play.say(ACCOUNT)
    object_to_it(play, ONE)
    stage = play.initiative.at
    assert (stage.vote, stage.failed, stage.exit) == (None, True, None)
    play.wait_until(stage.due)
    assert play.initiative.owed("decide_exit")


def test_the_windows_end_asks_for_consent_where_the_gate_is_open() -> None:
    play = convened(CONSENT)
    happened = play.wait_until(play.initiative.at.due)
    assert [e.how for e in happened if isinstance(e, VoteCalled)] == [DecideHow.CONSENT]


def test_no_role_takes_an_exit_that_the_seats_decide_by_consent(play: Play) -> None:
    with pytest.raises(NotEntitled, match="by consent"):
        play.say(TakeExit(ExitKind.ADVANCE))


def test_objections_at_the_end_of_the_window_open_the_round_although_others_are_silent(play: Play) -> None:
    object_to_it(play, ONE)
    happened = play.wait_until(play.initiative.at.vote.due)  # type: ignore[union-attr]
    assert [e.objecting for e in happened if isinstance(e, IntegrationOpened)] == [(ONE,)]
    assert owed(play) == {("integrate_objections", None)}
    assert next_wake(play.initiative) is not None


def test_a_second_question_is_not_asked_while_one_is_open(play: Play) -> None:
    objected(play)
    with pytest.raises(NotAsked, match="open already"):
        play.say(CallVote(ExitKind.STOP))
