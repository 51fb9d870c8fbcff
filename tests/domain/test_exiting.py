"""Every exit is told to those who took part, and an initiative that stops well leaves nobody owing anything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from domain.clockwork import next_wake
from domain.commands import CallVote, TakeExit
from domain.events import EverythingReleased, LessonWritten, PhaseExited, TakenBy
from domain.explaining import waiting_on
from domain.facts import CommitmentState
from domain.obligations import ObligationState
from domain.operating_model import ExitKind, OperatingModel
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.refusals import Malformed, Refusal
from operating_models.load import read
from tests.domain.journeys import FACTS, FROM_THE_START, journeys
from tests.fixtures.profiles import examples
from tests.fixtures.rules import COORDINATOR, MODEL, MODELS, PHASES, Play, roster, text

STOP = TakeExit(ExitKind.STOP, text(), lesson=text(20), thanks=text(30))
EVERY = [(model, phase) for model in (MODEL, read(MODELS / "preparation.yaml")) for phase in model.phases]
OLDER = replace(MODEL, exits=None, override=None)


def begun(phase: str, model: object = MODEL) -> Play:
    return Play.of(phase, roster(6), model, **({} if phase in FROM_THE_START else vars(FACTS)))  # type: ignore[arg-type]


def exited(play: Play) -> PhaseExited:
    return next(entry.event for entry in reversed(play.entries) if isinstance(entry.event, PhaseExited))


def require_nothing_left(play: Play) -> None:
    """Nobody owes anything, nothing is promised any more, and nothing happens ever again."""
    initiative = play.initiative
    assert [o.id for o in initiative.obligations.values() if o.state is ObligationState.OPEN] == []
    assert [c.id for c in initiative.facts.commitments.values() if c.state is CommitmentState.OPEN] == []
    assert (waiting_on(initiative), next_wake(initiative)) == ((), None)
    assert play.wait(4000) == ()


@pytest.mark.parametrize(("model", "phase"), EVERY, ids=lambda one: one if isinstance(one, str) else one.id)
def test_a_stop_leaves_nothing_owed_in_any_phase_of_either_model(model: OperatingModel, phase: str) -> None:
    play = begun(phase, model)
    assert waiting_on(play.initiative)
    happened = play.say(STOP)
    require_nothing_left(play)
    assert [event.KIND for event in happened] == [
        *("lesson.written", "phase.exited", "initiative.released", "initiative.ended")
    ]
    assert exited(play).thanks == text(30)


@examples(60)
@given(journeys())
def test_a_stop_leaves_nothing_owed_wherever_an_initiative_has_come_to(play: Play) -> None:
    broken = {c.id for c in play.initiative.facts.commitments.values() if c.state is CommitmentState.BROKEN}
    try:
        play.say(STOP)
    except Refusal:
        assert play.initiative.settled or play.initiative.outcome
        return
    require_nothing_left(play)
    assert {c.id for c in play.initiative.facts.commitments.values() if c.state is CommitmentState.BROKEN} >= broken


def test_promises_are_released_and_those_that_were_settled_stay_as_they_were() -> None:
    kept = replace(FACTS.commitments["c1"], id="c2", state=CommitmentState.KEPT)
    play = Play.of("evaluation", roster(6), **vars(FACTS) | {"commitments": FACTS.commitments | {"c2": kept}})
    happened = play.say(STOP)
    (released,) = [event for event in happened if isinstance(event, EverythingReleased)]
    assert released.commitments == ("c1",)
    states = {c.id: c.state for c in play.initiative.facts.commitments.values()}
    assert states == {"c1": CommitmentState.RELEASED, "c2": CommitmentState.KEPT}


def test_each_person_who_took_part_is_told_once_and_whoever_declined_is_not() -> None:
    play = Play.of(
        "convening", tuple(replace(seat, holder="holder-01") if seat.id == "seat-03" else seat for seat in roster(6))
    )
    play.seat_says("seat-02", AnswerInvitation(Reply.NO))
    play.seat_says("seat-04", AnswerInvitation(Reply.DEPUTY))
    play.seat_says("seat-04", AnswerInvitation(Reply.YES), deputy=True)
    play.say(STOP)
    told = exited(play).told
    assert told == {
        "holder-01": "seat-01",
        "deputy-04": "seat-04",
        "holder-05": "seat-05",
        "holder-06": "seat-06",
    }
    assert exited(play).tell_at == play.now


def test_what_nobody_decided_is_told_to_the_coordinator_too() -> None:
    play = begun("need_identification")
    play.wait(400)
    assert exited(play).taken_by is TakenBy.LAPSE
    assert (exited(play).told or {}).get(COORDINATOR.actor) == ""
    require_nothing_left(play)


def test_an_exit_outside_the_sending_window_is_told_in_the_next_one() -> None:
    play = begun("convening")
    play.now = play.now.replace(hour=22)
    play.say(STOP)
    tell_at = exited(play).tell_at
    assert tell_at is not None
    assert tell_at > play.now
    assert play.initiative.calendar.in_window(tell_at)


@pytest.mark.parametrize("phase", PHASES)
def test_an_initiative_under_an_older_model_stops_as_it_always_did(phase: str) -> None:
    play = begun(phase, OLDER)
    happened = play.say(TakeExit(ExitKind.STOP, text()))
    assert [event.KIND for event in happened] == ["phase.exited", "initiative.ended"]
    assert (exited(play).told, exited(play).tell_at) == (None, None)


@pytest.mark.parametrize("phase", PHASES)
def test_a_lesson_that_comes_with_a_stop_is_numbered_after_those_before(phase: str) -> None:
    play = Play.of(phase, roster(6), **vars(FACTS) | {"lessons": 4})
    happened = play.say(STOP)
    assert happened[0] == LessonWritten("l5", text(20))
    assert play.initiative.facts.lessons == 5


@pytest.mark.parametrize("word", ["lesson", "thanks"])
def test_a_parting_word_is_refused_where_nothing_ends(word: str) -> None:
    play = begun("convening")
    with pytest.raises(Malformed) as refused:
        play.say(TakeExit(ExitKind.LOOP_BACK, text(), **{word: text()}))
    assert refused.value.path == word


@pytest.mark.parametrize(("exit", "command"), [(ExitKind.HOLD, "hold"), (ExitKind.HAND_OVER, "offer_backbone")])
def test_an_exit_that_needs_more_than_its_name_is_neither_taken_nor_voted_on(exit: ExitKind, command: str) -> None:
    play = begun("convening")
    for said in (TakeExit(exit, text()), CallVote(exit)):
        with pytest.raises(Malformed) as refused:
            play.say(said)
        assert (refused.value.path, refused.value.remedy) == ("exit", f"say initiative.{command} instead")
