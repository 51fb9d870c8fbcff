"""How a preparation ends: by what the funder decided, or because the partnership does not work."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.charter import successor_of
from domain.commands import TakeExit
from domain.matters.application.commands import (
    FundersAnswer,
    RecordDecision,
    StartCycle,
)
from domain.operating_model import ExitKind
from domain.refusals import AlreadyAnswered, GateShut, Malformed, NotAsked, Refusal, TooEarly
from tests.domain.matters.applications import (
    TODAY,
    drafted,
    kept,
    owing,
    refused,
    submitted,
)
from tests.domain.matters.applications import play as play
from tests.fixtures.rules import Play, text


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
