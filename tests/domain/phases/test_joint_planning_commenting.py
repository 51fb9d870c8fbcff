"""Joint planning: a round of comments on the whole draft comes before its endorsement."""

from __future__ import annotations

import pytest

from domain.phases.joint_planning.commands import (
    AddGoal,
    AnswerPlanComment,
    CommentPlan,
    NoPlanComment,
    OpenEndorsement,
    OpenPlanComments,
)
from domain.refusals import AlreadyAnswered, NotAsked, NotEntitled, TooEarly
from domain.spans import Span, Unit
from tests.domain.phases.test_joint_planning import ACCEPTED, drafted, owing, state
from tests.fixtures.rules import Play, text


@pytest.fixture
def play() -> Play:
    """The draft is whole, and open for comments."""
    return drafted(Play.of("joint_planning", accepted=ACCEPTED))


def test_every_active_seat_is_asked_for_ten_days_and_only_of_a_whole_draft(play: Play) -> None:
    assert owing(play, "comment_plan") == list(ACCEPTED)
    due = play.initiative.calendar.due(play.now, Span(10, Unit.DAYS))
    assert {o.due for o in play.initiative.of_duty("comment_plan")} == {due}
    with pytest.raises(TooEarly, match="set_goals has 0 of 1"):
        Play.of("joint_planning", accepted=ACCEPTED).say(OpenPlanComments())


def test_a_plan_is_not_endorsed_before_its_comments_were_asked_for_and_answered(play: Play) -> None:
    play.seat_says("seat-02", CommentPlan(text()))
    play.seat_says("seat-03", NoPlanComment())
    assert owing(play, "answer_plan_comment") == [None]
    with pytest.raises(TooEarly, match="comment p1 waits for an answer"):
        play.say(OpenEndorsement())
    play.say(AnswerPlanComment("p1"))
    play.say(OpenEndorsement())
    assert owing(play, "comment_plan") == owing(play, "answer_plan_comment") == []
    assert state(play).comments == {"p1": True}


def test_a_later_round_of_planning_asks_for_comments_anew(play: Play) -> None:
    left = play.initiative.now_in.so_far(play.initiative.facts)
    play = Play.of("joint_planning", **vars(left))
    with pytest.raises(TooEarly, match="nobody has been asked for comments"):
        play.say(OpenEndorsement())


def test_comments_are_asked_for_again_once_the_draft_has_changed(play: Play) -> None:
    play.seat_says("seat-02", CommentPlan(text()))
    play.say(AddGoal(text()))
    play.say(OpenPlanComments())
    asked = [(o.subject, o.state.answerable) for o in play.initiative.of_duty("comment_plan") if o.seat == "seat-02"]
    assert asked == [("1", False), ("2", True)]
    play.seat_says("seat-02", CommentPlan(text()))
    assert list(state(play).comments) == ["p1", "p2"]


def test_what_is_refused_says_so(play: Play) -> None:
    with pytest.raises(NotEntitled):
        play.seat_says("seat-11", CommentPlan(text()))
    with pytest.raises(NotEntitled):
        play.seat_says("seat-02", OpenPlanComments())
    with pytest.raises(NotAsked):
        play.say(AnswerPlanComment("p1", text()))
    play.seat_says("seat-02", CommentPlan(text()))
    play.say(AnswerPlanComment("p1", text()))
    with pytest.raises(AlreadyAnswered):
        play.say(AnswerPlanComment("p1", text()))
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-02", NoPlanComment())
    play.say(OpenEndorsement())
    with pytest.raises(NotAsked, match="frozen"):
        play.seat_says("seat-03", CommentPlan(text()))
    fresh = Play.of("joint_planning", accepted=ACCEPTED)
    with pytest.raises(NotAsked, match="not open for comments"):
        fresh.seat_says("seat-03", CommentPlan(text()))
