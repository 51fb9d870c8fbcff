"""What an application waits for: endorsements where a gate asks for them, and the coordinator's word."""

from __future__ import annotations

from datetime import date, timedelta

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
    StartCycle,
)
from domain.obligations import ObligationState
from domain.refusals import NotAsked, NotEntitled, TooEarly
from tests.domain.matters.applications import (
    CALL,
    FIRST,
    GOALS,
    PREPARATION,
    SEATS,
    SECOND,
    TODAY,
    drafted,
    held,
    kept,
    refused,
    submitted,
)
from tests.domain.matters.applications import play as play
from tests.fixtures.bare_models import without_matters
from tests.fixtures.rules import Play, roster, text


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


def test_the_gate_says_what_the_application_and_its_requirements_lack_and_whom_they_wait_for(play: Play) -> None:
    play.say(CALL)
    play.say(AllotSection(text(), FIRST, SECOND, ("goals",)))
    clauses = {clause.clause: clause for clause in explain(play.initiative, play.now).clauses}
    covered, decided = clauses["requirements.covered"], clauses["application.decided"]
    assert (covered.have, covered.need, covered.missing) == (0, 2, (FIRST, "coordinator"))
    assert (decided.have, decided.need, decided.missing) == (1, 4, ("coordinator",))
    assert "freeze, submit, decision" in decided.remedy
