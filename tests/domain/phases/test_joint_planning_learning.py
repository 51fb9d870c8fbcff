"""Lessons of earlier initiatives: each that an initiative began with is answered before its plan goes on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.commands import Command, TakeExit
from domain.deciding import opening
from domain.events import InitiativeStarted
from domain.explaining import explain
from domain.folding import begin
from domain.lessons import EarlierLesson, LessonUse, Relevance
from domain.operating_model import ExitKind, OperatingModel
from domain.phases.joint_planning import JointPlanning
from domain.phases.joint_planning.commands import (
    AddActivity,
    AnswerLesson,
    DefineIndicator,
    OpenEndorsement,
)
from domain.phases.joint_planning.events import LessonAnswered
from domain.refusals import AlreadyAnswered, NotAsked, NotEntitled, Refusal
from tests.domain.phases.test_joint_planning import ACCEPTED, ACTIVITY, INDICATOR, drafted, owing
from tests.fixtures.rules import COORDINATOR, MODEL, START, Play, charter, text

LESSONS = tuple(
    EarlierLesson(f"e{n}", "earlier", 40 + n, f"l{n}", f"{n:02x}" * 32, Relevance.PLACE_AND_THEME) for n in (1, 2)
)


def planning(model: OperatingModel = MODEL, lessons: tuple[EarlierLesson, ...] | None = LESSONS) -> Play:
    """Joint planning of an initiative that began with these lessons."""
    started = InitiativeStarted(replace(charter(model=model), lessons=lessons), text())
    initiative = begin(started)
    play = Play(replace(initiative, facts=replace(initiative.facts, accepted=ACCEPTED)), START, [])
    play.record(opening(play.initiative, "joint_planning", play.now))
    return play


def unasking() -> OperatingModel:
    """The model as it was before it looked at lessons."""
    rule = MODEL.phases["joint_planning"]
    obligations = {name: duty for name, duty in rule.obligations.items() if name != "answer_lessons"}
    gate = replace(rule.gate, settled=tuple(word for word in rule.gate.settled or () if word != "lessons.answered"))
    return replace(MODEL, phases={**MODEL.phases, "joint_planning": replace(rule, obligations=obligations, gate=gate)})


def clause(play: Play) -> tuple[int, int, bool]:
    found = {clause.clause: clause for clause in explain(play.initiative, play.now).clauses}["lessons.answered"]
    return found.have, found.need, found.met


def test_a_lesson_not_answered_keeps_the_gate_shut_and_the_coordinator_waited_for() -> None:
    play = planning()
    assert owing(play, "answer_lessons") == [None]
    assert clause(play) == (0, 2, False)
    play.say(AnswerLesson("e1", LessonUse.USE, text()))
    assert (clause(play), owing(play, "answer_lessons")) == ((1, 2, False), [None])
    assert "coordinator" in (explain(play.initiative, play.now).completing or ())
    play.seat_says("seat-01", AnswerLesson("e2", LessonUse.DISPROVED, text()))
    assert (clause(play), owing(play, "answer_lessons")) == ((2, 2, True), [])


def test_an_answer_names_the_entry_that_the_lesson_came_from() -> None:
    play = planning()
    (answered, *_) = play.seat_says("seat-01", AnswerLesson("e2", LessonUse.NOT_APPLICABLE, text()))
    assert answered == LessonAnswered("e2", "earlier", 42, LessonUse.NOT_APPLICABLE, text(), "seat-01")


def test_an_answer_may_change_also_while_the_plan_is_frozen_and_is_not_part_of_it() -> None:
    play = planning()
    drafted(play)
    before = _state(play).plan.sha256()
    play.say(AnswerLesson("e1", LessonUse.USE, text()))
    assert _state(play).plan.sha256() == before
    play.say(OpenEndorsement())
    (changed, *_) = play.say(AnswerLesson("e1", LessonUse.DISPROVED, text()))
    assert isinstance(changed, LessonAnswered)
    assert changed.replaces is LessonUse.USE


def test_what_was_answered_is_not_asked_in_the_next_round() -> None:
    play = planning()
    for lesson in ("e1", "e2"):
        play.say(AnswerLesson(lesson, LessonUse.USE, text()))
    play.say(TakeExit(ExitKind.LOOP_BACK, text()))
    assert play.initiative.facts.lesson_answers == {"e1": LessonUse.USE, "e2": LessonUse.USE}
    play.record(opening(play.initiative, "joint_planning", play.now))
    assert (owing(play, "answer_lessons"), clause(play)) == ([], (2, 2, True))


def test_an_initiative_without_earlier_lessons_is_asked_for_none() -> None:
    play = planning(lessons=None)
    assert (owing(play, "answer_lessons"), clause(play)) == ([], (0, 0, True))


def test_a_model_that_does_not_look_at_lessons_asks_for_none() -> None:
    play = planning(unasking())
    assert owing(play, "answer_lessons") == []
    assert "lessons.answered" not in {clause.clause for clause in explain(play.initiative, play.now).clauses}


@pytest.mark.parametrize(
    ("seat", "command", "refusal", "path"),
    [
        (None, AnswerLesson("e9", LessonUse.USE, text()), NotAsked, "earlier"),
        (None, AnswerLesson("e1", LessonUse.USE, text()), AlreadyAnswered, "use"),
        ("seat-12", AnswerLesson("e2", LessonUse.USE, text()), NotEntitled, ""),
    ],
)
def test_what_cannot_be_said_of_a_lesson_is_refused(
    seat: str | None, command: Command, refusal: type[Refusal], path: str
) -> None:
    play = planning()
    play.say(AnswerLesson("e1", LessonUse.USE, text()))
    with pytest.raises(refusal) as refused:
        play.say(command, play.speaker(seat) if seat else COORDINATOR)
    assert (refused.value.path, bool(refused.value.remedy)) == (path, True) or path == "use"


def test_an_indicator_names_the_activities_that_it_measures_and_only_such_as_there_are() -> None:
    play = planning(lessons=None)
    play.say(ACTIVITY)
    measuring = replace(INDICATOR, measures=("a1",))
    assert isinstance(measuring, DefineIndicator)
    play.say(measuring)
    assert _state(play).plan.indicators["i1"].measures == ("a1",)
    for wrong, path in ((("a1", "a1"), "measures[1]"), (("a2",), "measures[0]")):
        with pytest.raises(Refusal) as refused:
            play.say(replace(INDICATOR, measures=wrong))
        assert refused.value.path == path


def test_the_next_round_knows_what_depends_on_what() -> None:
    play = planning(lessons=None)
    play.say(ACTIVITY)
    play.say(AddActivity(text(), "seat-02", "seat-01", ("a1",)))
    play.say(TakeExit(ExitKind.LOOP_BACK, text()))
    assert play.initiative.facts.depends_on == {"a1": (), "a2": ("a1",)}
    play.record(opening(play.initiative, "joint_planning", play.now))
    assert _state(play).plan.depends_on == {"a1": (), "a2": ("a1",)}


def _state(play: Play) -> JointPlanning:
    assert isinstance(play.initiative.now_in, JointPlanning)
    return play.initiative.now_in
