"""Exceptions: where the model allows one, by whom it names, for a reason, and visible ever after."""

from __future__ import annotations

import pytest

from domain.explaining import explain, gate_open
from domain.operating_model import ExceptionRule, Who
from domain.refusals import AlreadyAnswered, NotAsked, NotEntitled
from domain.voting.commands import ExceptClause
from tests.domain.voting.deciding import EXCEPT_LEADER, MAJORITY, SEATS, convened
from tests.fixtures.rules import Play, text

WITHOUT_LEADER = tuple(seat for seat in SEATS if seat != "seat-05")
LEADER = ExceptClause("sectors.leader", text())


@pytest.fixture
def play() -> Play:
    return convened(MAJORITY, accepting=WITHOUT_LEADER, exceptions=EXCEPT_LEADER)


def test_an_exception_opens_the_gate_and_stays_visible_in_its_clause(play: Play) -> None:
    assert not gate_open(play.initiative, play.now)
    assert explain(play.initiative, play.now).completing is None
    play.say(LEADER)
    explained = explain(play.initiative, play.now)
    (clause,) = [c for c in explained.clauses if c.clause == "sectors.leader"]
    assert (clause.have, clause.need, clause.met, clause.excepted, clause.missing) == (0, 1, True, True, ())
    assert (explained.open, explained.completing) == (True, ())
    assert [c.clause for c in explained.clauses if c.excepted] == ["sectors.leader"]


def test_it_is_made_once_and_only_where_the_model_allows_it(play: Play) -> None:
    with pytest.raises(NotAsked, match="no exception of 'quorum'") as refused:
        play.say(ExceptClause("quorum", text()))
    assert refused.value.path == "clause"
    play.say(LEADER)
    with pytest.raises(AlreadyAnswered):
        play.say(LEADER)


def test_a_clause_that_is_met_needs_none() -> None:
    play = convened(MAJORITY, exceptions=EXCEPT_LEADER)
    with pytest.raises(NotAsked, match="is met"):
        play.say(LEADER)


def test_a_gate_whose_model_says_nothing_of_exceptions_has_none() -> None:
    play = convened(MAJORITY, accepting=WITHOUT_LEADER, exceptions=None)
    with pytest.raises(NotAsked, match="allows no exception"):
        play.say(LEADER)


def test_only_whom_the_model_names_makes_one(play: Play) -> None:
    with pytest.raises(NotEntitled):
        play.seat_says(SEATS[0], LEADER)
    by_chair = convened(
        MAJORITY, accepting=WITHOUT_LEADER, exceptions=ExceptionRule(by=Who.CHAIR, of=("sectors.leader",))
    )
    with pytest.raises(NotEntitled):
        by_chair.say(LEADER)
    by_chair.seat_says(SEATS[0], LEADER)
    assert gate_open(by_chair.initiative, by_chair.now)
