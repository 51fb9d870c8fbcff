"""What does not fit a request for support is refused, and nothing happens."""

from __future__ import annotations

from datetime import date

import pytest

from domain.commands import Command
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
from domain.matters.support.requests import MOST
from domain.phases.need_identification.commands import SubmitNeed
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled, Refusal, TooEarly, UnknownSeat
from tests.domain.matters.test_support import ACTOR, FIRST, GIVE, NETWORK, SECOND, THIRD, kept
from tests.fixtures.bare_models import without_matters
from tests.fixtures.refusing import require_refused
from tests.fixtures.rules import MODEL, Play, roster, text

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


@pytest.fixture
def play() -> Play:
    return Play.of("piloting", roster(6), accepted=tuple(f"seat-{n:02}" for n in range(1, 6)), chair=FIRST)


@pytest.mark.parametrize(("seat", "command", "refusal", "path"), WRONG)
def test_what_does_not_fit_is_refused_and_nothing_happens(
    play: Play, seat: str | None, command: Command, refusal: type[Refusal], path: str
) -> None:
    play.seat_says(FIRST, ACTOR)
    require_refused(play, seat, command, refusal, path)


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
