"""The open call: it opens and closes, and what it holds is asked to be looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.actors import Channel, Role, Speaker
from domain.commands import Command, PauseUntil, Said
from domain.deciding import decide
from domain.merging.commands import AcceptMerge
from domain.operating_model import OperatingModel
from domain.phases.need_identification import NeedIdentification
from domain.phases.need_identification.commands import (
    AskReview,
    CloseCall,
    DiscardHeld,
    OpenCall,
    StateProblem,
    SubmitNeed,
)
from domain.phases.need_identification.duties import REVIEW
from domain.phases.need_identification.open_call import takes_needs
from domain.refusals import AlreadyAnswered, NotAsked, NotEntitled, Refusal
from domain.seats import Sector
from tests.domain.merging.pairs import OFFER, TAKER
from tests.fixtures.rules import MODEL, Play, roster, text

SENDER = Speaker("actor-sender", Role.PUBLIC, Channel.OPEN_CALL)


def state(play: Play) -> NeedIdentification:
    assert isinstance(play.initiative.now_in, NeedIdentification)
    return play.initiative.now_in


def taking(play: Play) -> bool:
    return takes_needs(state(play), play.initiative, play.now)


def refused(play: Play, command: Command, kind: type[Refusal], **said: object) -> None:
    with pytest.raises(kind):
        play.say(command, **said)  # type: ignore[arg-type]


def with_open_call() -> Play:
    """Needs are identified, and a call is open."""
    playing = Play.of("need_identification", roster(6))
    playing.say(OpenCall())
    return playing


@pytest.fixture
def play() -> Play:
    return with_open_call()


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


def test_a_call_takes_nothing_while_its_initiative_becomes_part_of_another(play: Play) -> None:
    play.say(OFFER)
    assert taking(play)
    play.say(AcceptMerge(), TAKER)
    assert not taking(play)


def without_review() -> OperatingModel:
    phase = MODEL.phases["need_identification"]
    without = replace(phase, obligations={kind: r for kind, r in phase.obligations.items() if kind != REVIEW})
    return replace(MODEL, phases=MODEL.phases | {"need_identification": without})


def test_a_model_without_the_duty_to_look_knows_no_call() -> None:
    play = Play.of("need_identification", model=without_review())
    refused(play, OpenCall(), NotAsked)


def test_a_call_takes_nothing_more_once_the_model_has_nobody_look_at_it(play: Play) -> None:
    charter = replace(play.initiative.charter, model=without_review())
    changed = replace(play.initiative, charter=charter)
    assert not takes_needs(state(play), changed, play.now)
    with pytest.raises(NotAsked):
        decide(changed, Said(AskReview(), SENDER, play.now), play.now)


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
