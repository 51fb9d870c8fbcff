"""The open call: it opens and closes, what it holds is asked to be looked at, and becomes a need or does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.actors import Channel, Role, Speaker
from domain.commands import Command, PauseUntil
from domain.folding import fold
from domain.obligations import ObligationState
from domain.phases.need_identification import NeedIdentification
from domain.phases.need_identification.commands import (
    AskReview,
    CloseCall,
    DiscardHeld,
    OpenCall,
    StateProblem,
    SubmitNeed,
    TakeInHeld,
)
from domain.phases.need_identification.duties import REVIEW
from domain.phases.need_identification.needs import MOST
from domain.phases.need_identification.open_call import takes_needs
from domain.refusals import AlreadyAnswered, NotAsked, NotEntitled, Refusal
from domain.seats import Sector
from tests.fixtures.rules import MODEL, Play, roster, text

SENDER = Speaker("actor-sender", Role.PUBLIC, Channel.OPEN_CALL)


@pytest.fixture
def play() -> Play:
    """Needs are identified, and a call is open."""
    playing = Play.of("need_identification", roster(6))
    playing.say(OpenCall())
    return playing


def state(play: Play) -> NeedIdentification:
    assert isinstance(play.initiative.now_in, NeedIdentification)
    return play.initiative.now_in


def taking(play: Play) -> bool:
    return takes_needs(state(play), play.initiative, play.now)


def reviews(play: Play) -> list[ObligationState]:
    return [owed.state for owed in play.initiative.of_duty(REVIEW)]


def refused(play: Play, command: Command, kind: type[Refusal], **said: object) -> None:
    with pytest.raises(kind):
        play.say(command, **said)  # type: ignore[arg-type]


def test_a_call_takes_needs_until_it_is_closed_and_each_opening_is_another_call(play: Play) -> None:
    assert taking(play)
    refused(play, OpenCall(), AlreadyAnswered)
    play.say(CloseCall())
    assert not taking(play)
    refused(play, CloseCall(), NotAsked)
    play.say(OpenCall())
    assert (taking(play), state(play).call.number) == (True, 2)


def test_a_call_takes_no_needs_in_a_pause_or_after_the_window(play: Play) -> None:
    later = play.initiative.at.due
    assert not takes_needs(state(play), play.initiative, later)
    assert takes_needs(state(play), play.initiative, later - timedelta(seconds=1))
    play.say(PauseUntil(play.now + timedelta(days=3)))
    assert not taking(play)


def test_a_model_without_the_duty_to_look_knows_no_call() -> None:
    phase = MODEL.phases["need_identification"]
    without = replace(phase, obligations={kind: r for kind, r in phase.obligations.items() if kind != REVIEW})
    play = Play.of("need_identification", model=replace(MODEL, phases=MODEL.phases | {"need_identification": without}))
    refused(play, OpenCall(), NotAsked)


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


@pytest.mark.parametrize(
    "command",
    [
        OpenCall(),
        CloseCall(),
        DiscardHeld("h1", text(), left=0),
        SubmitNeed(text(), Sector.RESIDENT),
        StateProblem(text()),
    ],
    ids=lambda command: command.KIND,
)
def test_whoever_answers_a_call_says_nothing_else(play: Play, command: Command) -> None:
    refused(play, command, NotEntitled, by=SENDER)


def test_what_is_held_can_be_taken_in_after_the_call_has_closed(play: Play) -> None:
    play.say(CloseCall())
    play.say(TakeInHeld("h1", text(), left=0))
    assert list(state(play).needs) == ["n1"]
