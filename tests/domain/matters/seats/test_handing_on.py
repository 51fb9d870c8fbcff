"""Handing on: one duty goes to the deputy as its holder asks; the seat, and whatever else it owes, stays with them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.actors import Channel, Role, Speaker
from domain.events import ObligationHandedOver, ReminderDue
from domain.matters.seats.commands import HandDutyOn, NameDeputies, ReportAbsence
from domain.obligations import Obligation, ObligationState
from domain.phases.piloting.commands import AnswerPulse
from domain.refusals import NotAsked, NotEntitled
from tests.domain.matters.seats.test_laws import FACTS
from tests.fixtures.rules import COORDINATOR, START, Play, roster

SEAT, HOLDER, DEPUTY = "seat-01", "holder-01", "deputy-01"


@pytest.fixture
def play() -> Play:
    """A pilot of three seats, which have been asked for a pulse."""
    play = Play.of("piloting", roster(3), **{**vars(FACTS), "accepted": ("seat-01", "seat-02", "seat-03")})
    for _ in range(60):
        if pulses(play):
            return play
        play.wait(1)
    raise AssertionError("nobody asks for a pulse")


def pulses(play: Play) -> list[Obligation]:
    found = play.initiative.obligations.values()
    return [o for o in found if o.duty == "answer_pulse" and o.seat == SEAT and o.state is ObligationState.OPEN]


def handed_on(play: Play, *, deputy: bool = False) -> str:
    """The pulse of the first seat is handed on by whoever has it; its id."""
    (owed,) = pulses(play)
    play.seat_says(SEAT, HandDutyOn(owed.id), deputy=deputy)
    return owed.id


def test_it_lies_with_the_deputy_who_is_told_and_reminded_and_does_not_come_back_by_itself() -> None:
    play = Play.of("need_identification", roster(3))
    owed = f"need_identification.1/submit_need/{SEAT}"
    (event,) = play.seat_says(SEAT, HandDutyOn(owed))
    assert isinstance(event, ObligationHandedOver)
    assert (event.to, event.because, event.principal) == (DEPUTY, None, None)
    happened = play.wait(40)
    reminded = [one for one in happened if isinstance(one, ReminderDue) and one.obligation == owed]
    assert [one.to for one in reminded] == [DEPUTY]
    assert play.initiative.obligations[owed].owed_by == DEPUTY


def test_the_seats_answer_counts_whoever_gives_it(play: Play) -> None:
    owed = handed_on(play)
    play.seat_says(SEAT, AnswerPulse(3, 3))
    assert play.initiative.obligations[owed].state is ObligationState.FULFILLED


def test_nothing_else_of_the_seat_goes_along(play: Play) -> None:
    before = {id_: o.owed_by for id_, o in play.initiative.obligations.items()}
    owed = handed_on(play)
    after = {id_: o.owed_by for id_, o in play.initiative.obligations.items()}
    assert {id_ for id_, by in after.items() if before[id_] != by} == {owed}
    assert play.initiative.holder(SEAT) == HOLDER


def test_a_deputy_hands_it_on_to_whoever_stands_behind_and_the_last_to_nobody(play: Play) -> None:
    play.say(NameDeputies((DEPUTY, "second-01"), SEAT))
    owed = handed_on(play)
    handed_on(play, deputy=True)
    assert play.initiative.obligations[owed].owed_by == "second-01"
    phone = Speaker(COORDINATOR.actor, Role.COORDINATOR, Channel.PHONE, SEAT, COORDINATOR.actor)
    with pytest.raises(NotAsked) as refusal:
        play.say(HandDutyOn(owed), phone)
    assert refusal.value.remedy


def test_a_deputy_who_is_away_takes_nothing(play: Play) -> None:
    play.seat_says(SEAT, ReportAbsence(play.now + timedelta(days=9)), deputy=True)
    with pytest.raises(NotAsked):
        handed_on(play)


def test_only_whoever_has_it_hands_it_on_and_only_what_is_open(play: Play) -> None:
    owed = handed_on(play)
    with pytest.raises(NotEntitled):
        play.seat_says(SEAT, HandDutyOn(owed))
    with pytest.raises(NotAsked):
        play.seat_says("seat-02", HandDutyOn(owed))
    play.seat_says(SEAT, AnswerPulse(3, 3))
    for gone in (owed, "nothing/like/this"):
        with pytest.raises(NotAsked) as refusal:
            play.seat_says(SEAT, HandDutyOn(gone), deputy=True)
        assert refusal.value.remedy


def test_an_invitation_is_handed_on_by_its_own_answer() -> None:
    play = Play.of("convening", roster(2))
    assert play.now == START
    with pytest.raises(NotAsked) as refusal:
        play.seat_says(SEAT, HandDutyOn(f"convening.1/answer_invitation/{SEAT}"))
    assert "deputy" in str(refusal.value.remedy)
