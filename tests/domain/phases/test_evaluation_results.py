"""The results are talked over in a meeting, written in a report, and told to everybody who gave input."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.events import Event
from domain.explaining import gate_open
from domain.facts import Need
from domain.initiative import PhaseState
from domain.matters.meetings.commands import FixMeeting
from domain.phases.evaluation.commands import NameLead, PublishResults, WriteReport
from domain.phases.evaluation.events import ResultsPublished
from domain.refusals import AlreadyAnswered, NotAsked, NotEntitled
from domain.seats import Sector
from domain.wire import plain, typed
from tests.domain.phases.test_evaluation import ACTIVE, FACTS, evaluated
from tests.fixtures.rules import MODEL, START, Play, roster, text

REPORT, RESULTS = WriteReport(text()), PublishResults(text())
PHASE = MODEL.phases["evaluation"]


@pytest.fixture
def play() -> Play:
    return Play.of("evaluation", **FACTS)


def owed(play: Play) -> set[str]:
    kinds = ("hold_evaluation_meeting", "write_report", "publish_results")
    return {kind for kind in kinds if play.initiative.owed(kind)}


def due(play: Play, kind: str) -> int:
    """In how many days it is due."""
    found = play.initiative.owed(kind)
    assert found is not None
    return (found.due - play.now).days


def met(play: Play) -> None:
    play.say(FixMeeting(play.now + timedelta(days=7)))
    play.wait(7)


def test_a_meeting_is_to_be_held_within_thirty_days_then_a_report_in_twenty_one_then_results_in_seven(
    play: Play,
) -> None:
    assert (owed(play), due(play, "hold_evaluation_meeting")) == ({"hold_evaluation_meeting"}, 30)
    met(play)
    assert (owed(play), due(play, "write_report")) == ({"write_report"}, 21)
    play.say(REPORT)
    assert (owed(play), due(play, "publish_results")) == ({"publish_results"}, 7)
    play.say(RESULTS)
    assert owed(play) == set()


def test_a_meeting_that_is_only_called_has_not_been_held(play: Play) -> None:
    play.say(FixMeeting(play.now + timedelta(days=7)))
    play.wait(6)
    assert owed(play) == {"hold_evaluation_meeting"}


def test_where_nobody_holds_the_meeting_the_report_is_asked_for_all_the_same_and_then_the_results(play: Play) -> None:
    play.wait(60)
    assert "write_report" in owed(play)
    assert play.initiative.of_duty("publish_results") == ()
    play.say(REPORT)
    assert "publish_results" in owed(play)


def test_a_report_written_on_day_one_has_the_results_asked_for_and_no_report_any_more(play: Play) -> None:
    play.say(REPORT)
    assert (owed(play), due(play, "publish_results")) == ({"hold_evaluation_meeting", "publish_results"}, 7)
    met(play)
    assert owed(play) == {"publish_results"}
    play.wait(60)
    assert play.initiative.of_duty("write_report") == ()
    assert len(play.initiative.of_duty("publish_results")) == 1


def test_none_of_the_three_keeps_the_gate_shut(play: Play) -> None:
    evaluated(play)
    assert owed(play) == {"hold_evaluation_meeting"}
    assert gate_open(play.initiative, play.now)


def test_everybody_who_gave_input_is_told_once_and_nobody_else(play: Play) -> None:
    needs = {"n1": Need("n1", Sector.ASSOCIATION, "seat-12"), "n2": Need("n2", Sector.RESIDENT)}
    seats = tuple(replace(seat, holder="holder-01") if seat.id == "seat-04" else seat for seat in roster())
    play = Play.of("evaluation", seats, **FACTS | {"needs": needs})
    play.say(REPORT)
    play.say(RESULTS)
    (told,) = [entry.event for entry in play.entries if isinstance(entry.event, ResultsPublished)]
    expected = {f"holder-{seat[-2:]}": seat for seat in (*ACTIVE, "seat-12") if seat != "seat-04"}
    assert told.told == expected
    assert told.tell_at == play.now


def test_results_that_are_told_at_night_leave_in_the_next_window(play: Play) -> None:
    play.now = START.replace(hour=21)
    play.say(REPORT)
    play.say(RESULTS)
    (told,) = [entry.event for entry in play.entries if isinstance(entry.event, ResultsPublished)]
    assert told.tell_at is not None
    assert (told.tell_at > play.now, play.initiative.calendar.in_window(told.tell_at)) == (True, True)


def test_results_are_told_once_and_after_the_report(play: Play) -> None:
    with pytest.raises(NotAsked) as refused:
        play.say(RESULTS)
    assert refused.value.remedy == "write the report first"
    play.say(REPORT)
    (again, *_) = play.say(REPORT)
    assert again.replaces  # type: ignore[attr-defined]
    play.say(RESULTS)
    for command in (REPORT, RESULTS):
        with pytest.raises(AlreadyAnswered):
            play.say(command)


def test_only_the_coordinator_and_the_evaluation_lead_report(play: Play) -> None:
    for command in (REPORT, RESULTS):
        with pytest.raises(NotEntitled):
            play.seat_says("seat-09", command)
    play.say(NameLead("seat-09"))
    (written, *_) = play.seat_says("seat-09", REPORT)
    assert written.seat == "seat-09"  # type: ignore[attr-defined]
    (published, *_) = play.seat_says("seat-09", RESULTS)
    assert published.seat == "seat-09"  # type: ignore[attr-defined]


def test_a_model_that_asks_for_no_meeting_asks_for_the_report_at_once_and_one_without_any_for_nothing() -> None:
    def asking(*left_out: str) -> Play:
        kept = {kind: rule for kind, rule in PHASE.obligations.items() if kind not in left_out}
        phase = replace(PHASE, obligations=kept)
        return Play.of("evaluation", model=replace(MODEL, phases=MODEL.phases | {"evaluation": phase}), **FACTS)

    assert owed(asking("hold_evaluation_meeting")) == {"write_report"}
    silent = asking("hold_evaluation_meeting", "write_report", "publish_results")
    silent.wait(60)
    assert owed(silent) == set()
    silent.say(RESULTS)


def test_events_and_state_read_back_from_the_wire_as_they_were(play: Play) -> None:
    play.say(NameLead("seat-09"))
    play.say(REPORT)
    play.say(RESULTS)
    assert [typed(Event, plain(entry.event)) for entry in play.entries] == [entry.event for entry in play.entries]
    assert typed(PhaseState, plain(play.initiative.now_in)) == play.initiative.now_in
