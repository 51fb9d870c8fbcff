"""A seat that is invited may name somebody else to ask: it declines, and the coordinator follows it."""

from __future__ import annotations

import pytest

from domain.obligations import ObligationState
from domain.phases.convening.commands import AnswerInvitation, FollowReferral, Reply
from domain.phases.convening.events import ReferralFollowed
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled
from tests.domain.phases.test_joint_planning import owing
from tests.fixtures.rules import Play, roster, text

ELSE = AnswerInvitation(Reply.OTHER, instead=text(20))
DUTY = "follow_referral"


@pytest.fixture
def play() -> Play:
    return Play.of("convening", roster(6))


def standing(play: Play) -> tuple[str, ...]:
    return play.initiative.now_in.standing(play.initiative).entitled


def test_naming_somebody_else_declines_and_asks_the_coordinator_to_follow_it(play: Play) -> None:
    (declined, *_) = play.seat_says("seat-02", ELSE)
    assert (declined.KIND, declined.instead) == ("invitation.declined", text(20))  # type: ignore[attr-defined]
    assert "seat-02" not in standing(play)
    (owed,) = play.initiative.of_duty(DUTY)
    assert (owed.seat, owed.subject, owed.owed_by) == (None, "seat-02", play.initiative.coordinator)
    assert play.initiative.owed("answer_invitation", seat="seat-02") is None
    (followed, _) = play.say(FollowReferral("seat-02", text()))
    assert followed == ReferralFollowed("seat-02", text())
    assert owing(play, DUTY) == []
    with pytest.raises(NotAsked, match="named nobody"):
        play.say(FollowReferral("seat-02", text()))


def test_a_plain_no_names_nobody(play: Play) -> None:
    play.seat_says("seat-02", AnswerInvitation(Reply.NO))
    assert play.initiative.of_duty(DUTY) == ()


def test_naming_somebody_else_is_taken_back_by_a_plain_no_until_it_is_followed(play: Play) -> None:
    play.seat_says("seat-02", ELSE)
    (declined, *_) = play.seat_says("seat-02", AnswerInvitation(Reply.NO))
    assert declined.instead is None  # type: ignore[attr-defined]
    assert [o.state for o in play.initiative.of_duty(DUTY)] == [ObligationState.RELEASED]
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-02", AnswerInvitation(Reply.NO))
    play.seat_says("seat-02", ELSE)
    play.say(FollowReferral("seat-02", text()))
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-02", AnswerInvitation(Reply.NO))


def test_who_comes_after_all_spares_the_coordinator_and_may_name_somebody_anew(play: Play) -> None:
    play.seat_says("seat-02", ELSE)
    play.seat_says("seat-02", AnswerInvitation(Reply.YES))
    assert "seat-02" in standing(play)
    assert [o.state for o in play.initiative.of_duty(DUTY)] == [ObligationState.RELEASED]
    play.seat_says("seat-02", ELSE)
    play.seat_says("seat-02", ELSE)
    assert [(o.subject, o.state.answerable) for o in play.initiative.of_duty(DUTY)] == [
        ("seat-02", False),
        ("seat-02.2", True),
    ]
    play.say(FollowReferral("seat-02", text()))
    assert owing(play, DUTY) == []


def test_somebody_else_must_be_named_and_only_then(play: Play) -> None:
    for answer in (AnswerInvitation(Reply.OTHER), AnswerInvitation(Reply.NO, instead=text())):
        with pytest.raises(Malformed) as refused:
            play.seat_says("seat-02", answer)
        assert refused.value.path == "instead"


def test_only_the_coordinator_follows_it(play: Play) -> None:
    play.seat_says("seat-02", ELSE)
    with pytest.raises(NotEntitled):
        play.seat_says("seat-03", FollowReferral("seat-02", text()))
