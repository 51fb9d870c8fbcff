"""The needs desk: needs are brought together and split again."""

from __future__ import annotations

from datetime import date

import pytest

from domain.explaining import explain
from domain.facts import NeedAnswer
from domain.folding import fold
from domain.phases.need_identification import NeedIdentification
from domain.phases.need_identification.commands import (
    AnswerNeed,
    MergeNeeds,
    OwnAnswer,
    SplitNeed,
    SubmitNeed,
    WordCluster,
)
from domain.seats import Sector
from tests.fixtures.rules import Play, roster, text

A, B, C, D = (f"seat-{n:02}" for n in range(1, 5))
WORDED = WordCluster("n1", text())
UNTIL = date(2026, 3, 2)
PARKED = AnswerNeed("n1", OwnAnswer.PARKED, text(), UNTIL)


def state(play: Play) -> NeedIdentification:
    assert isinstance(play.initiative.now_in, NeedIdentification)
    return play.initiative.now_in


def owing(play: Play, duty: str) -> list[tuple[str | None, str | None]]:
    return [(o.seat, o.subject) for o in play.initiative.of_duty(duty) if o.state.answerable]


def brought_together() -> Play:
    """Two seats and a resident have raised needs; the second is part of the first."""
    playing = Play.of("need_identification", roster(6))
    playing.seat_says(A, SubmitNeed(text()))
    playing.seat_says(B, SubmitNeed(text()))
    playing.say(SubmitNeed(text(), Sector.RESIDENT))
    playing.say(MergeNeeds("n2", "n1"))
    return playing


@pytest.fixture
def play() -> Play:
    return brought_together()


def test_a_split_undoes_a_merge_and_owes_the_need_an_answer_of_its_own(play: Play) -> None:
    play.say(SplitNeed("n2"))
    need = state(play).needs["n2"]
    assert (need.answer, need.merged_into) == (None, None)
    assert (None, "n2.2") in owing(play, "answer_need")
    play.say(AnswerNeed("n2", OwnAnswer.DECLINED, text()))
    assert owing(play, "answer_need") == [(None, "n1"), (None, "n3")]


def test_a_need_can_be_merged_and_split_again_and_again_and_the_history_tells_it(play: Play) -> None:
    for _ in range(3):
        play.say(SplitNeed("n2"))
        play.say(MergeNeeds("n2", "n1"))
    assert state(play).needs["n2"].answer is NeedAnswer.MERGED
    assert play.kinds().count("need.split") == 3
    told = [e.event for e in play.entries if e.event.KIND in ("need.merged", "need.split")]
    assert {getattr(event, "into", None) or getattr(event, "out_of", None) for event in told} == {"n1"}
    assert len({o.id for o in play.initiative.of_duty("answer_need")}) == 6
    assert fold(play.entries).state == play.initiative.state


def test_while_a_split_need_waits_for_its_answer_the_gate_stays_shut(play: Play) -> None:
    play.say(SplitNeed("n2"))
    (clause,) = [c for c in explain(play.initiative, play.now).clauses if c.clause == "done.answer_need"]
    assert not clause.met
