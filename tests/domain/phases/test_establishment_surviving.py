"""Survival: what every check-in told, with silence as unknown, and nothing left out of the count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.phases.establishment.commands import AnswerCheckIn, Condition
from domain.phases.establishment.surviving import Heard, survival
from domain.refusals import NotAsked
from tests.domain.phases.test_establishment import establish, opened
from tests.domain.phases.test_establishment_checking_in import MOMENTS, wait_for
from tests.fixtures.profiles import examples
from tests.fixtures.rules import Play


def established() -> Play:
    play = opened()
    establish(play)
    return play


def heard(play: Play) -> list[Heard]:
    return [one.heard for one in survival(play.initiative).check_ins]


def test_silence_is_unknown_and_is_not_counted_as_alive() -> None:
    play = established()
    assert heard(play) == [Heard.TO_COME] * 5
    wait_for(play, 1)
    play.seat_says("seat-02", AnswerCheckIn(Condition.ALIVE))
    wait_for(play, 3)
    assert heard(play) == [Heard.ALIVE, Heard.UNKNOWN, *[Heard.TO_COME] * 3]
    found = survival(play.initiative)
    assert (found.counts[Heard.ALIVE], found.counts[Heard.UNKNOWN], found.receiver) == (1, 1, "seat-02")
    local = play.initiative.calendar.local
    assert [f"{local(one.at):%Y-%m-%d %H:%M}" for one in found.check_ins] == MOMENTS


def test_a_practice_that_stopped_is_spared_the_check_ins_after() -> None:
    play = established()
    wait_for(play, 1)
    play.seat_says("seat-02", AnswerCheckIn(Condition.STOPPED))
    assert heard(play) == [Heard.STOPPED, *[Heard.SPARED] * 4]


def test_before_the_hand_over_there_is_nothing_to_survive() -> None:
    for play in (opened(), Play.of("convening")):
        with pytest.raises(NotAsked):
            survival(play.initiative)


@given(st.lists(st.sampled_from([None, Condition.ALIVE, Condition.ADAPTED, Condition.SHRUNK]), max_size=5))
@examples(20)
def test_every_check_in_is_counted_once(answers: list[Condition | None]) -> None:
    play = established()
    for number, answer in enumerate(answers, start=1):
        wait_for(play, number)
        if answer is not None:
            play.seat_says("seat-02", AnswerCheckIn(answer))
    found = survival(play.initiative)
    assert sum(found.counts.values()) == len(found.check_ins) == 5
    told = [Heard.UNKNOWN if answer is None else Heard(answer) for answer in answers]
    assert heard(play)[: max(len(answers) - 1, 0)] == told[:-1]
