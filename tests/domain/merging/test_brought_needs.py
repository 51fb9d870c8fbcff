"""Needs that are brought are held once, with where they came from and what is still to be answered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.commands import Command
from domain.events import NeedTakenIn
from domain.explaining import explain
from domain.facts import Need, NeedAnswer, NeedOrigin
from domain.matters.parking import Parking
from domain.merging.brought import brought
from domain.obligations import ObligationState
from domain.phases.establishment.commands import AnswerCheckIn, Condition, DeclineLinkedNeed, StartFromNeed
from domain.phases.establishment.events import NeedLinked
from domain.phases.need_identification.commands import AnswerNeed, MergeNeeds, OwnAnswer, SubmitNeed
from domain.seats import Sector
from tests.domain.journeys import FACTS, FROM_THE_START
from tests.domain.merging.pairs import OTHER, Pair, other, theirs
from tests.domain.phases.test_establishment_linking import followed
from tests.fixtures.rules import PHASES, START, Play, roster, text

ACCEPTED = {"accepted": tuple(seat.id for seat in theirs())}


def needs_raised() -> Play:
    """Needs of six seats, one of each answer, one that has none, and one by somebody without a seat."""
    play = Play.of("need_identification", roster(6))
    for n in range(1, 6):
        play.seat_says(f"seat-{n:02}", SubmitNeed(text(n)))
    play.say(SubmitNeed(text(6), Sector.RESIDENT))
    play.say(AnswerNeed("n1", OwnAnswer.TAKEN_UP, text()))
    play.say(AnswerNeed("n2", OwnAnswer.DECLINED, text()))
    play.say(AnswerNeed("n3", OwnAnswer.PARKED, text(), START.date() + timedelta(days=90)))
    play.say(MergeNeeds("n4", "n1"))
    return play


def held(play: Play) -> dict[str, Need]:
    return play.initiative.now_in.all_needs(play.initiative.facts)


def test_needs_that_are_open_go_along_with_where_they_were_raised_and_their_texts() -> None:
    pair = Pair.of(needs_raised(), other("need_identification"))
    taken = pair.merge()
    assert taken.needs == {"n1": "n1", "n2": "n3", "n3": "n5", "n4": "n6"}
    first, parked, unanswered, voice = held(pair.two).values()
    raised = {e.event.need: e.seq for e in pair.one.entries if e.event.KIND == "need.submitted"}  # type: ignore[attr-defined]
    assert first.origin == NeedOrigin("initiative-1", "n1", raised["n1"])
    assert [need.answer for need in (first, parked, unanswered)] == [NeedAnswer.TAKEN_UP, NeedAnswer.PARKED, None]
    assert (first.supporters, voice.seat, voice.sector) == (1, None, Sector.RESIDENT)
    texts = {e.event.need: e.event.text for e in pair.two.entries if e.event.KIND == "need.taken_in"}  # type: ignore[attr-defined]
    assert texts == {"n1": text(1), "n2": text(3), "n3": text(5), "n4": text(6)}


def test_the_answer_that_was_still_owed_is_owed_by_the_coordinator_here() -> None:
    pair = Pair.of(needs_raised(), other("need_identification"))
    pair.merge()
    owed = [o for o in pair.two.initiative.of_duty("answer_need") if o.state is ObligationState.OPEN]
    assert [(o.subject, o.owed_by) for o in owed] == [("n3", OTHER.actor), ("n4", OTHER.actor)]
    assert pair.two.initiative.kept(Parking).needs["n2"].until == START.date() + timedelta(days=90)
    clause = next(c for c in explain(pair.two.initiative, pair.two.now).clauses if c.clause == "done.answer_need")
    assert (clause.have, clause.need) == (0, 2)


@pytest.mark.parametrize("phase", [phase for phase in PHASES if phase not in FROM_THE_START])
def test_once_needs_are_answered_no_more_an_open_one_is_looked_at_as_a_parked_one(phase: str) -> None:
    pair = Pair.of(needs_raised(), other(phase, **{**vars(FACTS), **ACCEPTED, "needs": {}}))
    pair.merge()
    asked = [o.subject for o in pair.two.initiative.of_duty("recheck_need") if o.state is ObligationState.OPEN]
    assert asked == ["n3", "n4"]
    assert [need.answer for need in held(pair.two).values()][2:] == [NeedAnswer.PARKED, NeedAnswer.PARKED]


def test_in_readiness_they_wait_for_the_phase_that_answers_them() -> None:
    pair = Pair.of(needs_raised(), other("readiness"))
    pair.merge()
    assert pair.two.initiative.of_duty("recheck_need") == ()
    assert [need.answer for need in held(pair.two).values()][2:] == [None, None]


def test_a_need_that_was_taken_up_when_it_was_looked_at_again_goes_along_as_that() -> None:
    from domain.matters.parking.commands import Recheck, RecheckNeed

    play = needs_raised()
    play.say(RecheckNeed("n3", Recheck.TAKEN_UP, text()))
    assert [one.need.answer for one in brought(play.entries).needs][:2] == [NeedAnswer.TAKEN_UP] * 2
    declined = needs_raised()
    declined.say(RecheckNeed("n3", Recheck.DECLINED, text()))
    assert "n3" not in {one.need.id for one in brought(declined.entries).needs}


def test_a_need_that_a_practice_left_goes_along_while_nobody_has_said_what_comes_of_it() -> None:
    play = followed()
    play.seat_says("seat-02", AnswerCheckIn(Condition.SHRUNK, text(30)))
    pair = Pair.of(play, other("need_identification", roster(6)))
    assert pair.merge().needs["n1"] == "w1-1"
    linked = next(entry.seq for entry in play.entries if isinstance(entry.event, NeedLinked))
    need = held(pair.two)["n1"]
    assert (need.origin, need.seat, need.answer) == (NeedOrigin("initiative-1", "w1-1", linked), "seat-02", None)
    assert [entry.event.text for entry in pair.two.entries if isinstance(entry.event, NeedTakenIn)] == [text(30)]
    assert [o.subject for o in pair.two.initiative.of_duty("answer_need")] == ["n1"]


@pytest.mark.parametrize("answer", [StartFromNeed("w1-1"), DeclineLinkedNeed("w1-1", text())])
def test_a_need_that_a_practice_left_stays_where_it_was_answered(answer: Command) -> None:
    play = followed()
    play.seat_says("seat-02", AnswerCheckIn(Condition.SHRUNK, text(30)))
    play.say(answer)
    assert "w1-1" not in {one.need.id for one in brought(play.entries).needs}


def test_a_need_that_a_changed_answer_took_back_is_not_brought() -> None:
    play = followed()
    play.seat_says("seat-02", AnswerCheckIn(Condition.SHRUNK, text(30)))
    play.seat_says("seat-02", AnswerCheckIn(Condition.ALIVE, text(30)))
    assert "w1-1" not in {one.need.id for one in brought(play.entries).needs}
