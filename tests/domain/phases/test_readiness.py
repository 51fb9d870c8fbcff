"""Readiness: who is asked what, and how it leads on or ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.commands import TakeExit
from domain.events import PhaseExited
from domain.explaining import explain
from domain.operating_model import ExitKind
from domain.phases.readiness.commands import (
    AnswerReadiness,
    Approach,
    NoteLandscape,
)
from domain.phases.readiness.state import Readiness
from domain.refusals import MandateOutOfDate
from tests.fixtures.rules import MODEL, Play, text

WELL = AnswerReadiness(Approach.RIGHT, 3, 2, 4)
ADVANCE = TakeExit(ExitKind.ADVANCE)


def state(play: Play) -> Readiness:
    found = play.initiative.now_in
    assert isinstance(found, Readiness)
    return found


def clause(play: Play, name: str) -> tuple[int, int, bool]:
    found = next(c for c in explain(play.initiative, play.now).clauses if c.clause == name)
    return found.have, found.need, found.met


def answered(play: Play, *rated: tuple[int, int, int]) -> Play:
    """Seats in turn rate champions, resources and urgency; the landscape is noted."""
    for number, ratings in enumerate(rated, start=1):
        play.seat_says(f"seat-{number:02}", AnswerReadiness(Approach.RIGHT, *ratings))
    play.say(NoteLandscape(text()))
    return play


@pytest.fixture
def play() -> Play:
    return Play.of("readiness")


def test_every_seat_is_asked_the_form_for_fourteen_days_and_the_coordinator_for_the_landscape(play: Play) -> None:
    forms = play.initiative.of_duty("answer_readiness")
    assert [form.seat for form in forms] == [seat.id for seat in play.initiative.charter.seats]
    assert {play.initiative.calendar.due_day(form.due) for form in forms} == {date(2026, 1, 26)}
    (landscape,) = play.initiative.of_duty("note_landscape")
    assert (landscape.seat, landscape.owed_by) == (None, "actor-coordinator")


def test_without_a_mandate_nobody_goes_on(play: Play) -> None:
    answered(play, *[(4, 4, 4)] * 5)
    mandate = replace(play.initiative.charter.mandate, valid_until=play.now.date() - timedelta(days=1))
    play.initiative = replace(play.initiative, charter=replace(play.initiative.charter, mandate=mandate))
    assert clause(play, "mandate.valid") == (0, 1, False)
    with pytest.raises(MandateOutOfDate):
        play.say(ADVANCE)


def test_a_window_that_ends_with_an_open_gate_goes_on_by_itself(play: Play) -> None:
    answered(play, *[(4, 4, 4)] * 5)
    play.wait_until(play.initiative.at.due)
    exited = next(entry.event for entry in play.entries if isinstance(entry.event, PhaseExited))
    assert (exited.exit, exited.taken_by, exited.mandate, exited.mandate_valid) == (
        "advance",
        "window",
        "mandate-1",
        True,
    )


def test_readiness_comes_first_in_the_shipped_model_and_leads_on_or_ends() -> None:
    assert MODEL.first == "readiness"
    leads = {exit: to for exit, to in MODEL.phases["readiness"].next.items() if to != "stay"}
    assert leads == {ExitKind.ADVANCE: "need_identification", ExitKind.STOP: "end", ExitKind.MERGE: "end"}
