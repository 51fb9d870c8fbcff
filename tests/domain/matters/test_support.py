"""Support: asked for by an actor or the network, answered by the coordinator, given, and rated by those who asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.commands import Command, PauseUntil, TakeExit
from domain.deciding import opening
from domain.folding import fold
from domain.matters.support import Support
from domain.matters.support.commands import (
    DeclineRequest,
    GiveSupport,
    Helped,
    JoinRequest,
    PromiseSupport,
    RateSupport,
    RequestSupport,
    SupportLevel,
)
from domain.matters.support.requests import MOST, RequestState
from domain.obligations import ObligationState
from domain.operating_model import ExitKind
from domain.phases.need_identification.commands import SubmitNeed
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled, Refusal, TooEarly, UnknownSeat
from tests.fixtures.bare_models import without_matters
from tests.fixtures.rules import COORDINATOR, MODEL, START, Play, roster, text

ACTOR = RequestSupport(SupportLevel.ACTOR, text())
NETWORK = RequestSupport(SupportLevel.NETWORK, text())
FIRST, SECOND, THIRD = "seat-01", "seat-02", "seat-03"
GIVE = GiveSupport("r1", text())


@pytest.fixture
def play() -> Play:
    return Play.of("piloting", roster(6), accepted=tuple(f"seat-{n:02}" for n in range(1, 6)), chair=FIRST)


def kept(play: Play) -> Support:
    return play.initiative.kept(Support)


def owing(play: Play, duty: str) -> list[tuple[str | None, str | None]]:
    return [(o.seat, o.subject) for o in play.initiative.of_duty(duty) if o.state.answerable]


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


def test_the_response_time_is_the_lower_median_of_working_days_to_the_first_answer(play: Play) -> None:
    assert kept(play).response_days is None
    for number, days in enumerate((0, 7, 1, 2), start=1):
        play.seat_says(FIRST, ACTOR)
        play.wait(days)
        play.say(PromiseSupport(f"r{number}"))
    assert kept(play).waited == (0, 1, 2, 5)
    assert kept(play).response_days == 1


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


def test_what_is_owed_outlives_the_phase_in_which_it_was_asked(play: Play) -> None:
    play.seat_says(FIRST, ACTOR)
    play.say(PromiseSupport("r1", SECOND, date(2026, 9, 1)))
    play.say(TakeExit(ExitKind.LOOP_BACK, text()))
    play.record(opening(play.initiative, "joint_planning", play.now))
    assert owing(play, "give_support") == [(SECOND, "r1")]
    play.seat_says(SECOND, GIVE)
    assert kept(play).requests["r1"].state is RequestState.GIVEN
    assert fold(play.entries).matters == play.initiative.matters


def test_the_clocks_of_support_stand_while_the_initiative_is_paused(play: Play) -> None:
    play.seat_says(FIRST, ACTOR)
    due = play.initiative.of_duty("answer_support")[0].due
    play.say(PauseUntil(START + timedelta(days=40)))
    play.wait(41)
    owed = play.initiative.of_duty("answer_support")[0]
    assert owed.due > due + timedelta(days=39)
    assert owed.state is ObligationState.OPEN


WRONG: list[tuple[str | None, Command, type[Refusal], str]] = [
    (None, ACTOR, Malformed, "level"),
    (None, RequestSupport(SupportLevel.NETWORK, text(), (FIRST,)), Malformed, "seats"),
    (None, RequestSupport(SupportLevel.NETWORK, text(), (FIRST, FIRST)), Malformed, "seats"),
    (None, RequestSupport(SupportLevel.NETWORK, text(), (FIRST, "seat-06")), NotEntitled, "seats[1]"),
    (None, RequestSupport(SupportLevel.NETWORK, text(), (FIRST, "seat-99")), UnknownSeat, "seats[1]"),
    (FIRST, RequestSupport(SupportLevel.NETWORK, text(), (FIRST, SECOND)), Malformed, "seats"),
    ("seat-06", ACTOR, NotEntitled, ""),
    (SECOND, JoinRequest("r1"), NotEntitled, "request"),
    (SECOND, JoinRequest("r9"), NotAsked, "request"),
    (FIRST, PromiseSupport("r1"), NotEntitled, ""),
    (None, PromiseSupport("r9"), NotAsked, "request"),
    (None, PromiseSupport("r1", "seat-06"), NotEntitled, "owner"),
    (None, PromiseSupport("r1", "seat-99"), UnknownSeat, "owner"),
    (None, PromiseSupport("r1", FIRST), Malformed, "owner"),
    (None, PromiseSupport("r1", due=date(2026, 1, 11)), Malformed, "due"),
    (None, PromiseSupport("r1", due=date(2027, 1, 14)), Malformed, "due"),
    (FIRST, DeclineRequest("r1", text()), NotEntitled, ""),
    (SECOND, GIVE, TooEarly, ""),
    (FIRST, RateSupport("r1", Helped.YES), NotAsked, "request"),
]


@pytest.mark.parametrize(("seat", "command", "refusal", "path"), WRONG)
def test_what_does_not_fit_is_refused_and_nothing_happens(
    play: Play, seat: str | None, command: Command, refusal: type[Refusal], path: str
) -> None:
    play.seat_says(FIRST, ACTOR)
    before = play.initiative
    with pytest.raises(refusal) as refused:
        play.say(command, play.speaker(seat) if seat else COORDINATOR)
    assert refused.value.path == path
    assert play.initiative == before


def test_only_the_owner_tells_that_it_was_given_and_only_once(play: Play) -> None:
    play.seat_says(FIRST, ACTOR)
    play.say(PromiseSupport("r1", SECOND))
    with pytest.raises(NotEntitled):
        play.seat_says(THIRD, GIVE)
    with pytest.raises(NotEntitled):
        play.say(GIVE)
    play.seat_says(SECOND, GIVE)
    for command in (GIVE, PromiseSupport("r1"), DeclineRequest("r1", text())):
        with pytest.raises((AlreadyAnswered, NotEntitled)):
            play.say(command)
    play.say(NETWORK)
    play.say(PromiseSupport("r2"))
    with pytest.raises(NotEntitled):
        play.seat_says(SECOND, GiveSupport("r2", text()))


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


def test_more_requests_than_can_be_seen_to_are_not_taken(play: Play) -> None:
    for _ in range(MOST):
        play.seat_says(FIRST, ACTOR)
    with pytest.raises(NotAsked):
        play.seat_says(FIRST, ACTOR)
    play.say(DeclineRequest("r1", text()))
    play.seat_says(FIRST, ACTOR)
    assert f"r{MOST + 1}" in kept(play).requests


def test_a_model_without_it_keeps_no_support_and_says_so() -> None:
    play = Play.of("need_identification", model=without_matters(MODEL))
    with pytest.raises(NotAsked):
        play.seat_says(FIRST, ACTOR)
    play.seat_says(FIRST, SubmitNeed(text()))


def test_anyone_may_ask_before_the_seats_are_taken() -> None:
    play = Play.of("need_identification", roster(3))
    play.seat_says(FIRST, ACTOR)
    assert owing(play, "answer_support") == [(None, "r1")]
