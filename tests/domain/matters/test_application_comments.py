"""Comments on a draft: every seat is asked for them, and an objection needs an answer."""

from __future__ import annotations

from domain.matters.application.commands import (
    AllotSection,
    AnswerComment,
    CommentSection,
    NoComment,
    OpenComments,
    OpenEndorsing,
)
from domain.refusals import NotEntitled, TooEarly
from tests.domain.matters.applications import (
    CALL,
    FIRST,
    SEATS,
    SECOND,
    THIRD,
    drafted,
    owing,
    refused,
)
from tests.domain.matters.applications import play as play
from tests.fixtures.rules import Play, text


def test_comments_wait_for_a_whole_draft_and_say_what_it_lacks(play: Play) -> None:
    play.say(CALL)
    play.say(AllotSection(text(), FIRST, SECOND, ("goals",)))
    lacking = refused(play, OpenComments(), TooEarly)
    assert "section s1 is not written" in lacking.reason
    assert "requirement budget is not covered" in lacking.reason
    assert "logo" not in lacking.reason


def test_every_seat_is_asked_for_comments_and_an_objection_needs_an_answer(play: Play) -> None:
    drafted(play).say(OpenComments())
    assert [seat for seat, _ in owing(play, "comment_draft")] == list(SEATS)
    assert owing(play, "reach_milestone") == [(None, "comments")]
    play.seat_says(THIRD, CommentSection("s1", text(), objects=True))
    assert owing(play, "answer_comment") == [(FIRST, "k1")]
    for seat in (FIRST, SECOND, *SEATS[3:]):
        play.seat_says(seat, NoComment())
    assert "k1" in refused(play, OpenEndorsing(), TooEarly).reason
    refused(play, AnswerComment("k1", text()), NotEntitled, "section", THIRD)
    play.seat_says(SECOND, AnswerComment("k1", text()))
    assert owing(play, "answer_comment") == []
    play.say(OpenEndorsing())


def test_the_text_is_not_held_before_all_have_had_their_chance_to_comment(play: Play) -> None:
    drafted(play).say(OpenComments())
    assert FIRST in refused(play, OpenEndorsing(), TooEarly).reason
    play.wait(15)
    play.say(OpenEndorsing())
    assert owing(play, "comment_draft") == []
    assert [seat for seat, _ in owing(play, "endorse_application")] == list(SEATS)
