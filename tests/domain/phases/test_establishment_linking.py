"""A practice that shrank or stopped leaves a need, as long as its check-in says so."""

from __future__ import annotations

import pytest

from domain.explaining import explain
from domain.folding import fold
from domain.obligations import ObligationState
from domain.operating_model import OperatingModel
from domain.phases.establishment.commands import AnswerCheckIn, Condition, DeclineLinkedNeed, StartFromNeed
from domain.phases.establishment.events import NeedLinked
from domain.refusals import NotAsked
from tests.domain.phases.test_establishment import changed, establish, opened, state
from tests.domain.phases.test_establishment_checking_in import ALIVE, SHRUNK, STOPPED, wait_for
from tests.fixtures.rules import MODEL, START, Play, text

DUTY = "answer_linked_need"
RULE = MODEL.phases["establishment"]
OLDER = changed(obligations={kind: rule for kind, rule in RULE.obligations.items() if kind != DUTY})


def followed(model: OperatingModel | None = None) -> Play:
    play = opened(model) if model else opened()
    establish(play)
    wait_for(play, 1)
    return play


def owed(play: Play) -> list[str | None]:
    return [o.subject for o in play.initiative.of_duty(DUTY) if o.state is ObligationState.OPEN]


def linked(play: Play) -> list[NeedLinked]:
    return [entry.event for entry in play.entries if isinstance(entry.event, NeedLinked)]


@pytest.fixture
def play() -> Play:
    return followed()


@pytest.mark.parametrize("condition", [Condition.SHRUNK, Condition.STOPPED])
def test_it_tells_whose_practice_which_check_in_and_in_which_words(play: Play, condition: Condition) -> None:
    play.seat_says("seat-02", AnswerCheckIn(condition, text(30)))
    assert linked(play) == [NeedLinked("w1-1", 1, condition, "seat-02", text(30))]
    answer, *_ = [entry for entry in play.entries if entry.event.KIND == "check_in.answered"]
    (entry,) = [entry for entry in play.entries if isinstance(entry.event, NeedLinked)]
    assert entry.cause == answer.cause
    (asked,) = play.initiative.of_duty(DUTY)
    assert (asked.subject, asked.seat, asked.owed_by) == ("w1-1", None, play.initiative.coordinator)


@pytest.mark.parametrize("condition", [Condition.ALIVE, Condition.ADAPTED])
def test_a_practice_that_lives_leaves_none(play: Play, condition: Condition) -> None:
    play.seat_says("seat-02", AnswerCheckIn(condition, text()))
    assert (linked(play), owed(play)) == ([], [])


def test_older_models_link_nothing_and_end_as_they_did() -> None:
    play = followed(OLDER)
    play.seat_says("seat-02", STOPPED)
    assert linked(play) == []
    play.wait(60)
    assert play.initiative.outcome == "ceased"
    assert "linked.answered" not in {c.clause for c in explain(followed(OLDER).initiative, START).clauses}


def test_an_answer_that_is_changed_takes_the_need_back_and_a_third_links_it_again(play: Play) -> None:
    play.seat_says("seat-02", SHRUNK)
    play.seat_says("seat-02", ALIVE)
    assert owed(play) == []
    with pytest.raises(NotAsked):
        play.say(StartFromNeed("w1-1"))
    play.seat_says("seat-02", AnswerCheckIn(Condition.STOPPED, text(9)))
    assert owed(play) == ["w1-1.2"]
    assert state(play).linked["w1-1"].text == text(9)
    assert fold(play.entries).obligations.keys() == play.initiative.obligations.keys()


def test_one_that_shrank_and_then_stopped_at_the_same_check_in_is_the_same_need(play: Play) -> None:
    play.seat_says("seat-02", SHRUNK)
    play.seat_says("seat-02", STOPPED)
    assert [event.condition for event in linked(play)] == [Condition.SHRUNK, Condition.STOPPED]
    assert owed(play) == ["w1-1"]


def test_each_check_in_leaves_its_own(play: Play) -> None:
    play.seat_says("seat-02", SHRUNK)
    play.say(DeclineLinkedNeed("w1-1", text()))
    wait_for(play, 2)
    play.seat_says("seat-02", SHRUNK)
    assert owed(play) == ["w1-2"]
