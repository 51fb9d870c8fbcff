"""The landscape of a place and its champions: the last word on them counts."""

from __future__ import annotations

import pytest

from domain.phases.readiness.commands import (
    NameChampions,
    NoteLandscape,
)
from domain.refusals import AlreadyAnswered, Malformed, NotEntitled, UnknownSeat
from tests.domain.phases.test_readiness import state
from tests.fixtures.rules import Play, text


@pytest.fixture
def play() -> Play:
    return Play.of("readiness")


def test_the_landscape_may_be_noted_again_and_is_the_coordinators_to_note(play: Play) -> None:
    play.say(NoteLandscape(text()))
    play.say(NoteLandscape(text()))
    assert state(play).notes == 2
    with pytest.raises(NotEntitled):
        play.seat_says("seat-01", NoteLandscape(text()))


def test_the_last_naming_of_champions_counts(play: Play) -> None:
    play.say(NameChampions(("seat-01", "seat-02")))
    play.say(NameChampions(("seat-03",)))
    assert state(play).champions == ("seat-03",)
    with pytest.raises(AlreadyAnswered):
        play.say(NameChampions(("seat-03",)))


@pytest.mark.parametrize(
    ("seats", "refusal", "path"),
    [
        ((), Malformed, "seats"),
        (("seat-01", "seat-01"), Malformed, "seats"),
        (("seat-01", "seat-99"), UnknownSeat, "seats.1"),
    ],
)
def test_champions_are_seats_each_named_once(
    play: Play, seats: tuple[str, ...], refusal: type[Malformed], path: str
) -> None:
    with pytest.raises(refusal) as refused:
        play.say(NameChampions(seats))
    assert refused.value.path == path
