"""Who chairs, before and after: named in this round, withdrawn, named again, and what chairs may do."""

from __future__ import annotations

import pytest

from domain.commands import CallVote
from domain.explaining import gate_open
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, NameChair, Reply, WriteMinutes
from domain.refusals import AlreadyAnswered, NotEntitled
from tests.fixtures.cycle import SEATS
from tests.fixtures.rules import Play, text

YES, NO = AnswerInvitation(Reply.YES), AnswerInvitation(Reply.NO)


@pytest.fixture
def play() -> Play:
    """All seats accepted, seat-03 (a municipality) chairs and has written the minutes."""
    play = Play.of("convening", chair="seat-09", deputy_chair="seat-10")
    for seat in SEATS:
        play.seat_says(seat, YES)
    play.say(NameChair("seat-03", "seat-02"))
    play.seat_says("seat-03", WriteMinutes(text()))
    play.agree_on_a_meeting()
    return play


def test_a_chair_who_withdraws_after_the_minutes_is_replaced_and_the_minutes_stand(play: Play) -> None:
    play.seat_says("seat-03", NO)
    assert not gate_open(play.initiative, play.now)
    play.say(NameChair("seat-04", "seat-02"))
    assert gate_open(play.initiative, play.now)
    assert play.initiative.owed("write_minutes") is None


def test_chairs_stand_once_the_minutes_are_written(play: Play) -> None:
    with pytest.raises(AlreadyAnswered):
        play.say(NameChair("seat-04", "seat-02"))


@pytest.mark.parametrize("seat", ["seat-03", "seat-02"])
def test_the_chair_and_the_deputy_chair_of_this_round_call_a_vote(play: Play, seat: str) -> None:
    play.seat_says(seat, CallVote(ExitKind.ADVANCE))
    assert play.initiative.at.vote is not None


@pytest.mark.parametrize("seat", ["seat-09", "seat-10", "seat-05"])
def test_those_who_chaired_a_former_round_and_others_do_not(play: Play, seat: str) -> None:
    with pytest.raises(NotEntitled):
        play.seat_says(seat, CallVote(ExitKind.ADVANCE))


def test_once_a_deputy_has_answered_the_holders_own_link_speaks_no_more() -> None:
    play = Play.of("convening")
    play.seat_says("seat-01", AnswerInvitation(Reply.DEPUTY))
    play.seat_says("seat-01", YES, deputy=True)
    with pytest.raises(NotEntitled):
        play.seat_says("seat-01", NO)


def test_where_nobody_accepted_nobody_takes_part() -> None:
    play = Play.of("joint_planning", accepted=())
    assert play.initiative.active == ()
    assert play.initiative.of_duty("make_commitment") == ()
