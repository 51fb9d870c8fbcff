"""Whether support helped is asked of those who asked for it, and a request closes when all have said so."""

from __future__ import annotations

import pytest

from domain.matters.support.commands import (
    Helped,
    JoinRequest,
    PromiseSupport,
    RateSupport,
    RequestSupport,
    SupportLevel,
)
from domain.refusals import AlreadyAnswered, NotAsked
from tests.domain.matters.test_support import ACTOR, FIRST, GIVE, NETWORK, SECOND, THIRD, kept, owing
from tests.fixtures.rules import Play, roster, text


@pytest.fixture
def play() -> Play:
    return Play.of("piloting", roster(6), accepted=tuple(f"seat-{n:02}" for n in range(1, 6)), chair=FIRST)


def test_whoever_asked_is_asked_whether_it_helped_and_nobody_else(play: Play) -> None:
    play.seat_says(FIRST, ACTOR)
    play.say(PromiseSupport("r1", SECOND))
    play.seat_says(SECOND, GIVE)
    assert owing(play, "give_support") == []
    assert owing(play, "rate_support") == [(FIRST, "r1")]
    with pytest.raises(NotAsked):
        play.seat_says(THIRD, RateSupport("r1", Helped.YES))
    play.seat_says(FIRST, RateSupport("r1", Helped.PARTLY))
    assert kept(play).helped == {Helped.YES: 0, Helped.PARTLY: 1, Helped.NO: 0}


def test_of_the_network_all_that_take_part_are_asked_whoever_gave_it_aside(play: Play) -> None:
    play.say(NETWORK)
    play.say(PromiseSupport("r1", SECOND))
    play.seat_says(SECOND, GIVE)
    assert [seat for seat, _ in owing(play, "rate_support")] == [FIRST, THIRD, "seat-04", "seat-05"]


def test_seats_named_by_the_coordinator_and_those_that_join_are_asked(play: Play) -> None:
    play.say(RequestSupport(SupportLevel.NETWORK, text(), (FIRST, THIRD)))
    play.seat_says("seat-04", JoinRequest("r1"))
    play.say(PromiseSupport("r1"))
    play.seat_says("seat-05", JoinRequest("r1"))
    play.say(GIVE)
    assert [seat for seat, _ in owing(play, "rate_support")] == [FIRST, THIRD, "seat-04", "seat-05"]


def test_an_answer_can_be_changed_until_its_due_day_and_counts_once(play: Play) -> None:
    play.seat_says(FIRST, ACTOR)
    play.say(PromiseSupport("r1"))
    play.say(GIVE)
    play.seat_says(FIRST, RateSupport("r1", Helped.NO))
    play.seat_says(FIRST, RateSupport("r1", Helped.YES))
    with pytest.raises(AlreadyAnswered):
        play.seat_says(FIRST, RateSupport("r1", Helped.YES))
    assert kept(play).helped[Helped.YES] == 1
    play.wait(15)
    assert kept(play).requests == {}
    assert kept(play).helped == {Helped.YES: 1, Helped.PARTLY: 0, Helped.NO: 0}


def test_a_request_closes_when_all_have_answered_or_their_ladders_have_ended(play: Play) -> None:
    play.say(NETWORK)
    play.say(PromiseSupport("r1"))
    play.say(GIVE)
    play.seat_says(FIRST, RateSupport("r1", Helped.YES))
    happened = [event.KIND for event in play.wait(25) if "pulse" not in str(event)]
    assert happened[-9:] == [*["obligation.lapsed"] * 4, "support.closed", *["obligation.released"] * 4]
    assert not any(o.state.answerable for o in play.initiative.of_duty("rate_support"))
    assert kept(play).helped[Helped.YES] == 1


def test_a_seat_joins_once_and_not_what_all_ask_for_or_what_has_been_given(play: Play) -> None:
    play.seat_says(FIRST, NETWORK)
    play.seat_says(SECOND, JoinRequest("r1"))
    with pytest.raises(AlreadyAnswered):
        play.seat_says(SECOND, JoinRequest("r1"))
    play.say(NETWORK)
    with pytest.raises(AlreadyAnswered):
        play.seat_says(SECOND, JoinRequest("r2"))
    play.say(PromiseSupport("r1"))
    play.say(GIVE)
    with pytest.raises(NotAsked):
        play.seat_says(THIRD, JoinRequest("r1"))
