"""The needs desk: clusters and their wording, splits, parked needs, and the silent communities to call."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from domain.commands import Command
from domain.deciding import opening
from domain.explaining import explain
from domain.facts import NeedAnswer
from domain.folding import fold
from domain.matters.parking import Parking
from domain.matters.parking.commands import Recheck, RecheckNeed
from domain.phases.need_identification import NeedIdentification
from domain.phases.need_identification.commands import (
    AnswerNeed,
    ConfirmWording,
    MergeNeeds,
    NothingToRaise,
    OwnAnswer,
    ReportCalls,
    SplitNeed,
    SubmitNeed,
    WordCluster,
)
from domain.phases.need_identification.events import CommunitiesListed
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled, Refusal
from domain.seats import Sector
from tests.fixtures.bare_models import without_matters
from tests.fixtures.rules import COORDINATOR, MODEL, Play, roster, text

A, B, C, D = (f"seat-{n:02}" for n in range(1, 5))
WORDED = WordCluster("n1", text())
AGREES, DISAGREES = ConfirmWording("n1", agrees=True), ConfirmWording("n1", agrees=False, correction=text())
UNTIL = date(2026, 3, 2)
PARKED = AnswerNeed("n1", OwnAnswer.PARKED, text(), UNTIL)


@pytest.fixture
def play() -> Play:
    """Two seats and a resident have raised needs; the second is part of the first."""
    playing = Play.of("need_identification", roster(6))
    playing.seat_says(A, SubmitNeed(text()))
    playing.seat_says(B, SubmitNeed(text()))
    playing.say(SubmitNeed(text(), Sector.RESIDENT))
    playing.say(MergeNeeds("n2", "n1"))
    return playing


def state(play: Play) -> NeedIdentification:
    assert isinstance(play.initiative.now_in, NeedIdentification)
    return play.initiative.now_in


def owing(play: Play, duty: str) -> list[tuple[str | None, str | None]]:
    return [(o.seat, o.subject) for o in play.initiative.of_duty(duty) if o.state.answerable]


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


def test_those_whose_needs_were_brought_together_are_asked_whether_that_is_what_they_meant(play: Play) -> None:
    play.say(WORDED)
    assert owing(play, "confirm_wording") == [(A, "n1.1"), (B, "n1.1")]
    play.seat_says(A, AGREES)
    assert state(play).wordings["n1"].replies == {A: True}
    assert owing(play, "confirm_wording") == [(B, "n1.1")]


def test_a_correction_is_owed_other_words_about_which_all_are_asked_anew(play: Play) -> None:
    play.say(WORDED)
    play.seat_says(A, AGREES)
    play.seat_says(B, DISAGREES)
    assert owing(play, "reword_cluster") == [(None, "n1.1")]
    play.say(WORDED)
    assert owing(play, "reword_cluster") == []
    assert owing(play, "confirm_wording") == [(A, "n1.2"), (B, "n1.2")]
    assert state(play).wordings["n1"].number == 2


def test_two_corrections_of_one_wording_owe_one_rewording(play: Play) -> None:
    play.say(WORDED)
    play.seat_says(A, DISAGREES)
    play.seat_says(B, DISAGREES)
    assert owing(play, "reword_cluster") == [(None, "n1.1")]


def test_what_is_said_of_a_wording_can_be_changed_until_its_due_day(play: Play) -> None:
    play.say(WORDED)
    play.seat_says(A, DISAGREES)
    play.seat_says(A, AGREES)
    with pytest.raises(AlreadyAnswered):
        play.seat_says(A, AGREES)
    play.wait(10)
    with pytest.raises(AlreadyAnswered):
        play.seat_says(A, DISAGREES)


WRONG: list[tuple[str | None, Command, type[Refusal], str]] = [
    (None, SplitNeed("n1"), NotAsked, "need"),
    (None, SplitNeed("n9"), NotAsked, "need"),
    (A, SplitNeed("n2"), NotEntitled, ""),
    (A, WORDED, NotEntitled, ""),
    (None, WordCluster("n9", text()), NotAsked, "need"),
    (C, AGREES, NotEntitled, "need"),
    (A, ConfirmWording("n3", agrees=True), NotAsked, "need"),
    (A, ConfirmWording("n1", agrees=False), Malformed, "correction"),
    (None, ReportCalls(), NotAsked, ""),
    (None, RecheckNeed("n1", Recheck.TAKEN_UP, text()), NotAsked, "need"),
]


@pytest.mark.parametrize(("seat", "command", "refusal", "path"), WRONG)
def test_what_does_not_fit_the_desk_is_refused(
    play: Play, seat: str | None, command: Command, refusal: type[Refusal], path: str
) -> None:
    play.say(WORDED)
    before = play.initiative
    with pytest.raises(refusal) as refused:
        play.say(command, play.speaker(seat) if seat else COORDINATOR)
    assert refused.value.path == path
    assert play.initiative == before


def listed(play: Play) -> CommunitiesListed:
    (found,) = [e.event for e in play.entries if isinstance(e.event, CommunitiesListed)]
    return found


def test_at_sixty_percent_of_the_window_the_silent_communities_are_listed_to_be_called() -> None:
    seats = tuple(replace(seat, municipality=f"{200 + n}") for n, seat in enumerate(roster(6)))
    play = Play.of("need_identification", seats)
    play.seat_says(A, SubmitNeed(text()))
    play.seat_says(B, NothingToRaise())
    play.say(SubmitNeed(text(), Sector.WELLBEING_COUNTY))
    (when,) = MODEL.phases["need_identification"].obligations["call_silent"].at
    play.wait_until(play.initiative.calendar.due(play.now, when) - timedelta(days=1))
    assert not [kind for kind in play.kinds() if kind.startswith("communities")]
    play.wait(1)
    found = listed(play)
    assert found.municipalities == ("202", "203", "204", "205")
    assert found.sectors == (Sector.COMPANY, Sector.LEADER, Sector.MUNICIPALITY)
    assert found.seats == (C, D, "seat-05", "seat-06")
    assert owing(play, "call_silent") == [(None, None)]
    play.say(ReportCalls(text()))
    assert owing(play, "call_silent") == []
    play.wait(5)
    assert play.kinds().count("communities.listed") == 1


def test_where_everyone_was_heard_nobody_is_to_be_called() -> None:
    play = Play.of("need_identification", roster(6))
    for number in range(1, 7):
        play.seat_says(f"seat-{number:02}", NothingToRaise())
    play.wait(30)
    assert (listed(play).seats, listed(play).sectors) == ((), ())
    assert play.initiative.of_duty("call_silent") == ()


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
