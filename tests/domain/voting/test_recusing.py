"""Recusal: a seat leaves numerator and denominator of the decision, and may come back until it is taken."""

from __future__ import annotations

from itertools import combinations

import pytest

from domain.actors import Channel, Role, Speaker
from domain.commands import CastBallot
from domain.deciding import opening
from domain.events import Choice, VoteCounted
from domain.explaining import explain
from domain.gates import Clause
from domain.operating_model import ExitKind, Quorum
from domain.phases.joint_planning.commands import EndorsePlan, OpenEndorsement
from domain.refusals import AlreadyAnswered, NotAsked, NotEntitled
from domain.shares import Share
from domain.voting.commands import Recuse, WithdrawRecusal
from tests.domain.phases.test_joint_planning import drafted
from tests.domain.voting.deciding import MAJORITY, SEATS, asked, convened, say_all
from tests.fixtures.rules import COORDINATOR, Play, text

RECUSE = Recuse(text())
NO_SECTORS: dict[str, int] = {}


def clause(play: Play, name: str) -> Clause:
    return next(c for c in explain(play.initiative, play.now).clauses if c.clause == name)


@pytest.mark.parametrize("size", range(4))
def test_a_recused_seat_is_neither_entitled_nor_present(size: int) -> None:
    for recused in combinations(SEATS, size):
        play = convened(MAJORITY, quorum=Quorum(Share(1, 1), 1), sectors=NO_SECTORS)
        for seat in recused:
            play.seat_says(seat, RECUSE)
        quorum = clause(play, "quorum")
        assert (quorum.have, quorum.need, quorum.met) == (6 - size, 6 - size, True)


def test_a_required_sector_whose_only_seat_is_recused_is_missing() -> None:
    play = convened(MAJORITY)
    play.seat_says("seat-05", RECUSE)
    assert not clause(play, "sectors.leader").met


def test_a_recused_seat_owes_no_ballot_and_casts_none() -> None:
    play = asked(MAJORITY, sectors=NO_SECTORS)
    play.seat_says("seat-01", RECUSE)
    with pytest.raises(NotEntitled, match="recused"):
        play.seat_says("seat-01", CastBallot(Choice.AGAINST))
    assert play.initiative.owed("vote", seat="seat-01") is None
    assert play.initiative.voters == SEATS[1:]


def test_the_last_who_has_not_voted_recuses_and_the_vote_is_counted_at_once() -> None:
    play = asked(MAJORITY, sectors=NO_SECTORS)
    say_all(play, Choice.FOR, *SEATS[1:])
    happened = play.seat_says("seat-01", RECUSE)
    assert [e.votes_for for e in happened if isinstance(e, VoteCounted)] == [5]
    assert play.initiative.at.exit is ExitKind.ADVANCE


def test_the_ballot_of_a_seat_that_recuses_later_is_not_counted() -> None:
    play = asked(MAJORITY, sectors=NO_SECTORS)
    say_all(play, Choice.AGAINST, *SEATS[:3])
    say_all(play, Choice.FOR, *SEATS[3:5])
    play.seat_says("seat-01", RECUSE)
    happened = say_all(play, Choice.FOR, SEATS[5])
    assert [(e.votes_for, e.votes_against) for e in happened if isinstance(e, VoteCounted)] == [(3, 2)]


def test_a_recusal_can_be_withdrawn_until_the_decision() -> None:
    play = asked(MAJORITY, sectors=NO_SECTORS)
    play.seat_says("seat-01", RECUSE)
    play.seat_says("seat-01", WithdrawRecusal())
    play.seat_says("seat-01", CastBallot(Choice.FOR))
    assert play.initiative.at.recused == ()
    assert play.initiative.voters == SEATS


def test_it_is_declared_once_and_withdrawn_once() -> None:
    play = convened(MAJORITY)
    with pytest.raises(NotAsked):
        play.seat_says("seat-01", WithdrawRecusal())
    play.seat_says("seat-01", RECUSE)
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-01", RECUSE)


def test_it_is_for_a_seat_on_a_link_or_entered_for_it_and_never_the_coordinators_own() -> None:
    play = convened(MAJORITY)
    with pytest.raises(NotEntitled):
        play.say(RECUSE)
    play.say(RECUSE, Speaker(COORDINATOR.actor, Role.COORDINATOR, Channel.PHONE, "seat-02", COORDINATOR.actor))
    assert play.initiative.at.recused == ("seat-02",)


def test_a_seat_that_declined_has_nothing_to_recuse_from() -> None:
    play = convened(MAJORITY, accepting=SEATS[:5])
    with pytest.raises(NotEntitled):
        play.seat_says("seat-06", RECUSE)


def test_the_next_decision_begins_without_recusals() -> None:
    play = asked(MAJORITY, sectors=NO_SECTORS)
    play.seat_says("seat-01", RECUSE)
    say_all(play, Choice.FOR, *SEATS[1:])
    play.record(opening(play.initiative, play.initiative.at.to or "", play.now))
    assert (play.initiative.at.phase, play.initiative.at.recused) == ("joint_planning", ())


def test_a_recused_seat_owes_no_endorsement_and_may_give_it_once_it_has_withdrawn() -> None:
    play = drafted(Play.of("joint_planning"))
    play.say(OpenEndorsement())
    play.seat_says("seat-03", RECUSE)
    assert play.initiative.owed("endorse_plan", seat="seat-03") is None
    play.seat_says("seat-03", WithdrawRecusal())
    play.seat_says("seat-03", EndorsePlan(endorses=True))
    assert "seat-03" in play.initiative.standing.present
