"""Applications from their receipt on: late or in time, decided by the funder, and the cycle that starts from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.charter import successor_of
from domain.commands import PauseUntil, Resume, TakeExit
from domain.explaining import explain
from domain.folding import fold
from domain.matters.application import Application
from domain.matters.application.commands import (
    AllotSection,
    ChangeCall,
    Endorse,
    Freeze,
    FundersAnswer,
    NoComment,
    OpenComments,
    OpenEndorsing,
    RecordDecision,
    RecordSubmission,
    StartCycle,
)
from domain.matters.application.events import ApplicationSubmitted
from domain.obligations import ObligationState
from domain.operating_model import ExitKind
from domain.refusals import AlreadyAnswered, GateShut, Malformed, NotAsked, NotEntitled, Refusal, TooEarly
from tests.domain.matters.applications import (
    CALL,
    FIRST,
    GOALS,
    PREPARATION,
    SEATS,
    SECOND,
    TODAY,
    drafted,
    frozen,
    held,
    kept,
    owing,
    refused,
    submitted,
)
from tests.domain.matters.applications import play as play
from tests.fixtures.bare_models import without_matters
from tests.fixtures.rules import Play, roster, text


def test_the_receipt_says_whether_it_came_before_the_deadline(play: Play) -> None:
    frozen(play)
    refused(play, RecordSubmission("HAK-7/2026", play.now + timedelta(minutes=1)), Malformed, "at")
    refused(play, RecordSubmission("HAK-7/2026", play.now - timedelta(days=1)), Malformed, "at")
    refused(play, RecordSubmission("ei numeroa", play.now), Malformed, "number")
    told = next(e for e in play.say(RecordSubmission("HAK-7/2026", play.now)) if isinstance(e, ApplicationSubmitted))
    assert (told.late, told.text_sha256) == (False, kept(play).text_sha256)
    refused(play, RecordSubmission("HAK-7/2026", play.now), AlreadyAnswered)
    assert owing(play, "record_decision") == [(None, None)]
    assert owing(play, "reach_milestone") == []


@pytest.mark.parametrize(("after", "late"), [(0, False), (1, True)])
def test_a_receipt_of_the_very_deadline_is_in_time_and_one_of_a_moment_later_is_late(
    play: Play, after: int, late: bool
) -> None:
    frozen(play)
    call = kept(play).call
    assert call is not None
    play.wait_until(call.deadline + timedelta(days=1))
    play.say(RecordSubmission("HAK-7/2026", call.deadline + timedelta(microseconds=after)))
    receipt = kept(play).receipt
    assert receipt is not None
    assert receipt.late is late


def test_a_passed_deadline_is_told_once_and_nobody_is_asked_for_texts_any_more(play: Play) -> None:
    play.say(CALL)
    play.say(AllotSection(text(), FIRST, SECOND, ("goals",)))
    play.wait(200)
    assert play.kinds().count("deadline.passed") == 1
    passed = next(entry for entry in play.entries if entry.event.KIND == "deadline.passed")
    assert passed.at == datetime(2026, 3, 31, 20, 59, 0, 1, tzinfo=UTC)
    assert owing(play, "write_section") == []


def test_a_pause_moves_no_day_on_the_way_to_the_deadline_and_the_deadline_least_of_all(play: Play) -> None:
    drafted(play).say(OpenComments())
    before = {o.id: o.due for o in play.initiative.obligations.values() if o.duty in Application.OUTSIDE}
    deadline = kept(play).call
    play.say(PauseUntil(play.now + timedelta(days=30)))
    play.wait(9)
    play.say(Resume())
    after = {o.id: o.due for o in play.initiative.obligations.values() if o.duty in Application.OUTSIDE}
    assert after == before
    assert kept(play).call == deadline


def test_what_was_granted_starts_its_cycle_once_and_always_the_same(play: Play) -> None:
    submitted(play)
    refused(play, StartCycle("fi.yhteisovaikuttavuus"), TooEarly)
    decided = RecordDecision(FundersAnswer.PARTLY, "123/2026", TODAY + timedelta(days=1))
    refused(play, replace(decided, day=TODAY), Malformed, "day")
    refused(play, replace(decided, reference="kirje"), Malformed, "reference")
    play.say(decided)
    assert owing(play, "start_cycle") == [(None, None)]
    play.say(StartCycle("fi.yhteisovaikuttavuus"))
    assert kept(play).cycle == successor_of(play.initiative.id)
    refused(play, StartCycle("fi.yhteisovaikuttavuus"), AlreadyAnswered)
    refused(play, replace(decided, answer=FundersAnswer.REFUSED), NotAsked)
    assert owing(play, "start_cycle") == []


def test_what_was_refused_starts_nothing_unless_a_later_decision_grants_it(play: Play) -> None:
    submitted(play)
    day = TODAY + timedelta(days=1)
    play.say(RecordDecision(FundersAnswer.REFUSED, "123/2026", day, text()))
    refused(play, StartCycle("fi.yhteisovaikuttavuus"), NotAsked)
    assert owing(play, "start_cycle") == []
    play.say(RecordDecision(FundersAnswer.GRANTED, "Oikaisu 4/2026", day))
    assert owing(play, "start_cycle") == [(None, None)]


def planned(play: Play) -> None:
    """Whatever favours the plan beside the application, without asking the application for more."""
    for _ in range(60):
        for act in play.initiative.now_in.favourable(play.initiative):
            try:
                play.say(act.command, *([play.speaker(act.seat)] if act.seat else []))
            except Refusal:
                continue
            break
        else:
            return


@pytest.mark.parametrize("answer", FundersAnswer)
def test_the_preparation_ends_by_what_the_funder_decided(play: Play, answer: FundersAnswer) -> None:
    submitted(play)
    planned(play)
    with pytest.raises(GateShut, match=r"application\.decided has 3 of 4"):
        play.say(TakeExit(ExitKind.ADVANCE))
    play.say(RecordDecision(answer, "123/2026", TODAY + timedelta(days=1)))
    if answer is not FundersAnswer.REFUSED:
        with pytest.raises(GateShut, match=r"application\.decided has 4 of 5"):
            play.say(TakeExit(ExitKind.ADVANCE))
        play.say(StartCycle("fi.yhteisovaikuttavuus"))
    play.say(TakeExit(ExitKind.ADVANCE))
    assert play.initiative.outcome == answer


def test_a_partnership_that_does_not_work_is_a_good_end_at_any_time(play: Play) -> None:
    drafted(play)
    play.say(TakeExit(ExitKind.STOP, text()))
    assert play.initiative.outcome == "stopped_well"


def test_the_gate_says_what_the_application_and_its_requirements_lack_and_whom_they_wait_for(play: Play) -> None:
    play.say(CALL)
    play.say(AllotSection(text(), FIRST, SECOND, ("goals",)))
    clauses = {clause.clause: clause for clause in explain(play.initiative, play.now).clauses}
    covered, decided = clauses["requirements.covered"], clauses["application.decided"]
    assert (covered.have, covered.need, covered.missing) == (0, 2, (FIRST, "coordinator"))
    assert (decided.have, decided.need, decided.missing) == (1, 4, ("coordinator",))
    assert "freeze, submit, decision" in decided.remedy


def test_an_application_is_endorsed_in_the_phase_whose_gate_waits_for_it() -> None:
    play = Play.of("convening", roster(6), PREPARATION, accepted=SEATS)
    drafted(play).say(OpenComments())
    for seat in SEATS:
        play.seat_says(seat, NoComment())
    assert "joint_planning" in refused(play, OpenEndorsing(), TooEarly).reason


def test_where_no_gate_waits_for_it_all_have_their_chance_to_endorse_before_it_is_frozen() -> None:
    play = Play.of("piloting", roster(6), accepted=SEATS)
    held(play)
    play.seat_says(FIRST, Endorse(True))
    refused(play, Freeze(), TooEarly)
    play.wait(40)
    play.say(Freeze())
    assert kept(play).frozen_at == play.now


def test_seats_do_not_do_what_is_the_coordinators() -> None:
    play = submitted(Play.of("joint_planning", roster(6), PREPARATION, accepted=SEATS))
    later = ChangeCall(text(), "ely_keskus", date(2026, 5, 1), (GOALS,))
    for command in (CALL, later, AllotSection(text(), FIRST, SECOND), OpenComments(), OpenEndorsing(), Freeze()):
        refused(play, command, NotEntitled, "", FIRST)


def test_a_model_without_the_matter_keeps_no_application() -> None:
    play = Play.of("joint_planning", roster(6), without_matters(PREPARATION), accepted=SEATS)
    refused(play, CALL, NotAsked)
    assert explain(play.initiative, play.now).clauses


def test_everything_said_is_in_the_ledger_and_folds_back_to_the_same(play: Play) -> None:
    submitted(play)
    play.say(RecordDecision(FundersAnswer.GRANTED, "123/2026", TODAY + timedelta(days=1)))
    play.say(StartCycle("fi.yhteisovaikuttavuus"))
    assert fold(play.entries).kept(Application) == kept(play)
    assert not [o for o in play.initiative.obligations.values() if o.is_beside and o.state is ObligationState.OPEN]
