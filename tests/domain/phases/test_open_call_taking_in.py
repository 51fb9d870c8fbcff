"""What an open call holds becomes a need once it is taken in, and is settled once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.actors import Speaker
from domain.commands import Said
from domain.deciding import decide
from domain.folding import fold
from domain.obligations import ObligationState
from domain.phases.need_identification.commands import (
    AskReview,
    CloseCall,
    DiscardHeld,
    SubmitNeed,
    TakeInHeld,
)
from domain.phases.need_identification.duties import REVIEW
from domain.phases.need_identification.needs import MOST
from domain.refusals import AlreadyAnswered, NotAsked
from domain.seats import Sector
from tests.domain.phases.test_open_call import SENDER, refused, state, with_open_call
from tests.fixtures.rules import COORDINATOR, Play, text


@pytest.fixture
def play() -> Play:
    return with_open_call()


@pytest.mark.parametrize("by", [SENDER, None], ids=["sender", "coordinator"])
def test_what_is_taken_in_is_a_residents_need_that_is_owed_an_answer(play: Play, by: Speaker | None) -> None:
    play.say(TakeInHeld("h1", text(), left=0), *([by] if by else []))
    (need,) = state(play).needs.values()
    assert (need.id, need.seat, need.sector) == ("n1", None, Sector.RESIDENT)
    assert [owed.subject for owed in play.initiative.of_duty("answer_need")] == ["n1"]
    assert state(play).standing(play.initiative).voices == {Sector.RESIDENT: 1}


def test_nothing_counts_before_it_is_taken_in(play: Play) -> None:
    before = state(play).standing(play.initiative)
    play.say(AskReview(), SENDER)
    play.say(DiscardHeld("h1", text(), left=0))
    assert (state(play).standing(play.initiative), state(play).needs) == (before, {})


def test_the_coordinator_may_say_of_which_sector_its_sender_is(play: Play) -> None:
    play.say(TakeInHeld("h1", text(), left=0, sector=Sector.INFORMAL))
    assert state(play).needs["n1"].sector is Sector.INFORMAL


def test_what_has_been_settled_is_settled_once(play: Play) -> None:
    play.say(TakeInHeld("h1", text(), left=0), SENDER)
    refused(play, TakeInHeld("h1", text(), left=0), AlreadyAnswered)
    refused(play, DiscardHeld("h1", text(), left=0), AlreadyAnswered)


def test_a_full_initiative_takes_nothing_in(play: Play) -> None:
    for _ in range(MOST):
        play.say(SubmitNeed(text(), Sector.RESIDENT))
    refused(play, TakeInHeld("h1", text(), left=0), NotAsked, by=SENDER)


def test_what_is_held_can_be_taken_in_after_the_call_has_closed(play: Play) -> None:
    play.say(CloseCall())
    play.say(TakeInHeld("h1", text(), left=0))
    assert list(state(play).needs) == ["n1"]


def test_after_the_window_a_sender_is_late_and_the_coordinator_still_takes_in(play: Play) -> None:
    due = play.initiative.at.due
    for command in (TakeInHeld("h1", text(), left=0), AskReview()):
        with pytest.raises(NotAsked):
            decide(play.initiative, Said(command, SENDER, due), due)
        decide(play.initiative, Said(command, SENDER, due - timedelta(seconds=1)), due)
    assert decide(play.initiative, Said(TakeInHeld("h1", text(), left=0), COORDINATOR, due), due).said


def reviews(play: Play) -> list[ObligationState]:
    return [owed.state for owed in play.initiative.of_duty(REVIEW)]


def test_the_coordinator_is_asked_once_to_look_however_much_is_sent_and_again_for_what_comes_later(play: Play) -> None:
    play.say(AskReview(), SENDER)
    refused(play, AskReview(), AlreadyAnswered, by=SENDER)
    assert reviews(play) == [ObligationState.OPEN]
    play.say(TakeInHeld("h1", text(), left=1))
    assert reviews(play) == [ObligationState.OPEN]
    play.say(DiscardHeld("h2", text(), left=0))
    assert reviews(play) == [ObligationState.FULFILLED]
    play.say(AskReview(), SENDER)
    assert reviews(play) == [ObligationState.FULFILLED, ObligationState.OPEN]
    assert fold(play.entries).state == play.initiative.state
