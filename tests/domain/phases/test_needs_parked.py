"""Parked needs wait for their day and are looked at again, in whatever phase it comes."""

from __future__ import annotations

from datetime import date, time

import pytest

from domain.deciding import opening
from domain.folding import fold
from domain.matters.parking import Parking
from domain.matters.parking.commands import Recheck, RecheckNeed
from domain.phases.need_identification.commands import (
    AnswerNeed,
    MergeNeeds,
    OwnAnswer,
    SplitNeed,
    SubmitNeed,
)
from domain.refusals import Malformed, NotEntitled
from tests.domain.phases.test_needs_desk import PARKED, UNTIL, A, brought_together, owing
from tests.fixtures.bare_models import without_matters
from tests.fixtures.rules import MODEL, Play, roster, text


@pytest.fixture
def play() -> Play:
    return brought_together()


def test_a_parked_need_is_looked_at_again_on_its_day_in_whatever_phase(play: Play) -> None:
    play.say(PARKED)
    play.record(opening(play.initiative, "convening", play.now))
    play.wait_until(play.initiative.calendar.instant(UNTIL, time(9)))
    assert owing(play, "recheck_need") == [(None, "n1")]
    play.say(RecheckNeed("n1", Recheck.PARKED, text(), date(2026, 3, 9)))
    assert owing(play, "recheck_need") == []
    play.wait(8)
    assert owing(play, "recheck_need") == [(None, "n1.2")]
    play.say(RecheckNeed("n1", Recheck.DECLINED, text()))
    assert play.initiative.kept(Parking).needs == {}
    assert fold(play.entries).matters == play.initiative.matters


def test_a_parked_need_that_is_answered_otherwise_waits_no_longer(play: Play) -> None:
    play.say(PARKED)
    play.say(AnswerNeed("n1", OwnAnswer.TAKEN_UP, text()))
    assert play.initiative.kept(Parking).needs == {}
    play.say(PARKED)
    play.say(SplitNeed("n2"))
    play.say(AnswerNeed("n2", OwnAnswer.TAKEN_UP, text()))
    play.say(MergeNeeds("n1", "n2"))
    assert play.initiative.kept(Parking).needs == {}


@pytest.mark.parametrize(
    ("outcome", "until"),
    [(Recheck.PARKED, None), (Recheck.PARKED, date(2026, 1, 12)), (Recheck.TAKEN_UP, date(2026, 9, 1))],
)
def test_only_a_need_that_is_parked_again_says_until_when(play: Play, outcome: Recheck, until: date | None) -> None:
    play.say(PARKED)
    with pytest.raises(Malformed) as refused:
        play.say(RecheckNeed("n1", outcome, text(), until))
    assert refused.value.path == "until"
    with pytest.raises(NotEntitled):
        play.seat_says(A, RecheckNeed("n1", Recheck.DECLINED, text()))


def test_a_model_that_keeps_no_parked_needs_parks_them_as_before() -> None:
    play = Play.of("need_identification", roster(3), without_matters(MODEL))
    play.seat_says(A, SubmitNeed(text()))
    assert [event.KIND for event in play.say(PARKED)] == ["need.answered", "obligation.fulfilled"]
