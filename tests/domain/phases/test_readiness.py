"""Readiness: who is asked what, what counts, and what keeps its gate shut."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from statistics import median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands import TakeExit
from domain.events import PhaseExited
from domain.explaining import explain
from domain.operating_model import ExitKind
from domain.phases.readiness.commands import (
    AnswerReadiness,
    Approach,
    NameChampions,
    NoteLandscape,
)
from domain.phases.readiness.events import Preconditions, ReadinessAnswered
from domain.phases.readiness.rating import PRECONDITIONS
from domain.phases.readiness.state import Readiness
from domain.refusals import AlreadyAnswered, GateShut, Malformed, MandateOutOfDate, NotEntitled, UnknownSeat
from domain.seats import Sector
from tests.fixtures.rules import MODEL, Play, roster, text

WELL = AnswerReadiness(Approach.RIGHT, 3, 2, 4)
ADVANCE = TakeExit(ExitKind.ADVANCE)


@pytest.fixture
def play() -> Play:
    return Play.of("readiness")


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


def test_every_seat_is_asked_the_form_for_fourteen_days_and_the_coordinator_for_the_landscape(play: Play) -> None:
    forms = play.initiative.of_duty("answer_readiness")
    assert [form.seat for form in forms] == [seat.id for seat in play.initiative.charter.seats]
    assert {play.initiative.calendar.due_day(form.due) for form in forms} == {date(2026, 1, 26)}
    (landscape,) = play.initiative.of_duty("note_landscape")
    assert (landscape.seat, landscape.owed_by) == (None, "actor-coordinator")


def test_five_seats_of_three_sectors_who_rate_well_open_the_gate(play: Play) -> None:
    answered(play, *[(2, 2, 2)] * 5)
    explained = explain(play.initiative, play.now)
    assert explained.open
    assert [c.clause for c in explained.clauses if c.clause.startswith("m")] == [
        "median.champions",
        "median.resources",
        "median.urgency",
        "mandate.valid",
    ]
    play.say(ADVANCE)
    assert play.initiative.at.to == "need_identification"


def test_four_seats_are_not_enough_however_well_they_rate(play: Play) -> None:
    answered(play, *[(4, 4, 4)] * 4)
    assert clause(play, "quorum") == (4, 5, False)
    with pytest.raises(GateShut, match="quorum has 4 of 5"):
        play.say(ADVANCE)


def test_five_seats_of_two_sectors_are_not_enough() -> None:
    play = Play.of("readiness", roster(12, sectors=(Sector.ASSOCIATION, Sector.MUNICIPALITY)))
    answered(play, *[(4, 4, 4)] * 5)
    assert clause(play, "sectors.distinct") == (2, 3, False)


@pytest.mark.parametrize("lacking", PRECONDITIONS)
def test_each_precondition_stands_by_itself(play: Play, lacking: str) -> None:
    low = tuple(1 if name == lacking else 4 for name in PRECONDITIONS)
    answered(play, *[low] * 3, (4, 4, 4), (4, 4, 4))
    assert clause(play, f"median.{lacking}") == (1, 2, False)
    assert {name for name in PRECONDITIONS if not clause(play, f"median.{name}")[2]} == {lacking}


def test_the_median_of_an_even_number_is_the_lower_middle(play: Play) -> None:
    answered(play, *[(1, 2, 2)] * 3, *[(4, 4, 4)] * 3)
    assert clause(play, "median.champions") == (1, 2, False)
    play.seat_says("seat-07", WELL)
    assert clause(play, "median.champions") == (3, 2, True)


@given(st.lists(st.integers(1, 4), max_size=12))
def test_those_who_would_open_the_gate_open_it_and_without_the_last_of_them_it_stays_shut(ratings: list[int]) -> None:
    play = answered(Play.of("readiness", roster(14)), *[(rating, 4, 4) for rating in ratings])
    completing = explain(play.initiative, play.now).completing
    if completing is None:
        assert median_low(ratings) < 2
        return
    for seat in completing:
        assert not explain(play.initiative, play.now).open
        play.seat_says(seat, WELL)
    assert explain(play.initiative, play.now).open


def test_without_a_rating_nothing_is_known_which_is_no_zero_that_could_pass(play: Play) -> None:
    assert clause(play, "median.urgency") == (0, 2, False)


def test_what_would_open_the_gate_are_five_seats_and_the_note(play: Play) -> None:
    assert explain(play.initiative, play.now).completing == (
        "coordinator",
        *(f"seat-{number:02}" for number in range(1, 6)),
    )


def test_without_a_mandate_nobody_goes_on(play: Play) -> None:
    answered(play, *[(4, 4, 4)] * 5)
    mandate = replace(play.initiative.charter.mandate, valid_until=play.now.date() - timedelta(days=1))
    play.initiative = replace(play.initiative, charter=replace(play.initiative.charter, mandate=mandate))
    assert clause(play, "mandate.valid") == (0, 1, False)
    with pytest.raises(MandateOutOfDate):
        play.say(ADVANCE)


def test_an_answer_may_change_until_its_due_day_and_both_stand_in_the_ledger(play: Play) -> None:
    play.seat_says("seat-01", WELL)
    changed = play.seat_says("seat-01", AnswerReadiness(Approach.UNSURE, 1, 2, 4))
    assert changed[0] == ReadinessAnswered(
        "seat-01", 1, Preconditions(Approach.UNSURE, 1, 2, 4), None, Preconditions(Approach.RIGHT, 3, 2, 4)
    )
    assert state(play).ratings["seat-01"].champions == 1
    play.wait(15)
    with pytest.raises(AlreadyAnswered, match="until its due day"):
        play.seat_says("seat-01", WELL)


def test_the_same_answer_twice_is_one_answer(play: Play) -> None:
    play.seat_says("seat-01", WELL)
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-01", WELL)


def test_a_first_answer_after_the_due_day_counts_until_the_window_ends(play: Play) -> None:
    play.wait(15)
    play.seat_says("seat-01", WELL)
    assert state(play).ratings.keys() == {"seat-01"}
    play.wait_until(play.initiative.at.due)
    late = play.seat_says("seat-02", WELL)
    assert [event.KIND for event in late] == ["answer.came_late"]


@pytest.mark.parametrize("path", PRECONDITIONS)
@pytest.mark.parametrize("rating", [0, 5])
def test_what_is_not_on_the_scale_is_refused_at_its_place(play: Play, path: str, rating: int) -> None:
    with pytest.raises(Malformed) as refused:
        play.seat_says("seat-01", replace(WELL, **{path: rating}))
    assert refused.value.path == path


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


def test_the_landscape_may_be_noted_again_and_is_the_coordinators_to_note(play: Play) -> None:
    play.say(NoteLandscape(text()))
    play.say(NoteLandscape(text()))
    assert state(play).notes == 2
    with pytest.raises(NotEntitled):
        play.seat_says("seat-01", NoteLandscape(text()))


def test_the_last_naming_of_champions_counts(play: Play) -> None:
    play.say(NameChampions(("seat-01", "seat-02")))
    play.say(NameChampions(("seat-03",)))
    assert state(play).champions == ("seat-03",)
    with pytest.raises(AlreadyAnswered):
        play.say(NameChampions(("seat-03",)))


@pytest.mark.parametrize(
    ("seats", "refusal", "path"),
    [
        ((), Malformed, "seats"),
        (("seat-01", "seat-01"), Malformed, "seats"),
        (("seat-01", "seat-99"), UnknownSeat, "seats.1"),
    ],
)
def test_champions_are_seats_each_named_once(
    play: Play, seats: tuple[str, ...], refusal: type[Malformed], path: str
) -> None:
    with pytest.raises(refusal) as refused:
        play.say(NameChampions(seats))
    assert refused.value.path == path


def test_readiness_comes_first_in_the_shipped_model_and_leads_on_or_ends() -> None:
    assert MODEL.first == "readiness"
    leads = {exit: to for exit, to in MODEL.phases["readiness"].next.items() if to != "stay"}
    assert leads == {ExitKind.ADVANCE: "need_identification", ExitKind.STOP: "end", ExitKind.MERGE: "end"}
