"""Support: asked for by an actor or the network, answered by the coordinator, and promised by its owner."""

from __future__ import annotations

from datetime import date

import pytest

from domain.matters.support import Support
from domain.matters.support.commands import (
    DeclineRequest,
    GiveSupport,
    PromiseSupport,
    RequestSupport,
    SupportLevel,
)
from domain.refusals import NotAsked
from tests.fixtures.rules import Play, roster, text

ACTOR = RequestSupport(SupportLevel.ACTOR, text())
NETWORK = RequestSupport(SupportLevel.NETWORK, text())
FIRST, SECOND, THIRD = "seat-01", "seat-02", "seat-03"
GIVE = GiveSupport("r1", text())


def kept(play: Play) -> Support:
    return play.initiative.kept(Support)


def owing(play: Play, duty: str) -> list[tuple[str | None, str | None]]:
    return [(o.seat, o.subject) for o in play.initiative.of_duty(duty) if o.state.answerable]


@pytest.fixture
def play() -> Play:
    return Play.of("piloting", roster(6), accepted=tuple(f"seat-{n:02}" for n in range(1, 6)), chair=FIRST)


def test_a_request_of_a_seat_is_owed_an_answer_by_the_coordinator(play: Play) -> None:
    happened = play.seat_says(FIRST, ACTOR)
    assert [event.KIND for event in happened] == ["support.requested", "obligation.opened"]
    assert owing(play, "answer_support") == [(None, "r1")]
    assert kept(play).requests["r1"].seats == (FIRST,)


def test_what_is_promised_is_owed_by_its_owner_until_the_day_that_was_named(play: Play) -> None:
    play.seat_says(FIRST, ACTOR)
    play.say(PromiseSupport("r1", SECOND, date(2026, 1, 30)))
    assert owing(play, "answer_support") == []
    owed = play.initiative.owed("give_support", seat=SECOND)
    assert owed is not None
    assert play.initiative.calendar.due_day(owed.due) == date(2026, 1, 30)
    assert owed.owed_by == "holder-02"


def test_the_backbone_itself_owes_by_the_rule_of_the_model_where_nobody_and_no_day_is_named(play: Play) -> None:
    play.seat_says(FIRST, ACTOR)
    promised, *_ = play.say(PromiseSupport("r1"))
    (owed,) = play.initiative.of_duty("give_support")
    assert (owed.seat, owed.owed_by) == (None, "actor-coordinator")
    assert play.initiative.calendar.due_day(owed.due) == promised.due  # type: ignore[attr-defined]
    assert promised.due == date(2026, 1, 26)  # type: ignore[attr-defined]


def test_a_declined_request_is_answered_with_a_reason_and_is_open_no_more(play: Play) -> None:
    play.seat_says(FIRST, ACTOR)
    play.wait(2)
    play.say(DeclineRequest("r1", text()))
    assert owing(play, "answer_support") == []
    assert kept(play).requests == {}
    assert (kept(play).declined, kept(play).waited) == (1, (2,))
    with pytest.raises(NotAsked):
        play.say(PromiseSupport("r1"))


def test_a_promise_that_cannot_be_kept_passes_on_or_is_taken_back(play: Play) -> None:
    play.seat_says(FIRST, ACTOR)
    play.say(PromiseSupport("r1", SECOND))
    play.say(PromiseSupport("r1", THIRD))
    assert owing(play, "give_support") == [(THIRD, "r1.2")]
    play.say(PromiseSupport("r1", SECOND))
    assert owing(play, "give_support") == [(SECOND, "r1.3")]
    assert len({o.id for o in play.initiative.of_duty("give_support")}) == 3
    play.say(DeclineRequest("r1", text()))
    assert owing(play, "give_support") == []
    assert kept(play).waited == (0,)
