"""Measurement contracts in a pilot: drift is warned of once, and a changed definition breaks the series."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands import Command, TakeExit
from domain.facts import Indicator, Level, Value
from domain.operating_model import ExitKind
from domain.phases.piloting.commands import RedefineIndicator, ReportObservation, ReviewDrift
from domain.phases.piloting.drifting import drift, drifting
from domain.phases.piloting.events import Drift, DriftWarned
from domain.refusals import Malformed, NotAsked, NotEntitled, Refusal
from tests.domain.phases.test_piloting import open_subjects, pilot, state, without
from tests.fixtures.rules import COORDINATOR, Play, text

CONTRACT = Indicator("i1", "seat-01", Level.OUTPUT, "P1M", 10, Value("10"), Value("20"), Value("5"), Value("30"))
ANEW = RedefineIndicator("i1", text(), text(), Value("100"), Value("200"))
SERIES: list[tuple[list[str | None], int, Drift | None]] = [
    ([], 0, None),
    (["9"], 0, None),  # one step away may be chance
    (["9", "8"], 0, Drift.AWAY),
    (["9", "9"], 0, None),
    (["9", None, "8"], 0, Drift.AWAY),  # nothing is read out of what could not be obtained
    (["12", "11", "10"], 0, Drift.AWAY),
    (["21", "25"], 0, None),  # nearer, then farther
    (["22", "25", "28"], 0, Drift.AWAY),  # past the target is away from it, too
    (["4"], 0, Drift.OUTSIDE),
    (["31"], 0, Drift.OUTSIDE),
    (["5", "30"], 0, None),
    ([None], 0, None),
    ([None, None], 0, Drift.MISSED),
    ([None, None, "12"], 0, None),
    (["12"], 1, None),
    (["12"], 2, Drift.MISSED),
]


@pytest.fixture
def play() -> Play:
    second = Indicator("i2", "seat-02", Level.OUTCOME, "P12M", 30)
    return pilot(indicators={"i1": CONTRACT, "i2": second})


def report(play: Play, *numbers: str | None) -> None:
    for number in numbers:
        play.seat_says("seat-01", ReportObservation("i1", Value(number)))


def warnings(play: Play) -> list[tuple[str, int, Drift]]:
    events = (entry.event for entry in play.entries)
    return [(e.indicator, e.series, e.drift) for e in events if isinstance(e, DriftWarned)]


@pytest.mark.parametrize(("numbers", "silent", "expected"), SERIES)
def test_a_series_drifts_away_outside_or_for_want_of_values(
    numbers: list[str | None], silent: int, expected: Drift | None
) -> None:
    assert drift(CONTRACT, tuple(Value(number) for number in numbers), silent) is expected


def test_without_target_and_bounds_only_missing_values_are_a_drift() -> None:
    bare = Indicator("i1", "seat-01", Level.OUTPUT, "P1M", 10)
    assert drift(bare, tuple(Value(n) for n in ("9", "-80", "700")), 0) is None
    assert drift(bare, (Value(None), Value(None)), 0) is Drift.MISSED


@given(st.lists(st.integers(6, 29), min_size=1, max_size=6))
def test_an_indicator_that_moves_towards_its_target_never_drifts(values: list[int]) -> None:
    nearing = sorted(values, key=lambda value: -abs(value - 20))
    contract = replace(CONTRACT, baseline=Value("0"))
    assert drift(contract, tuple(Value(str(value)) for value in nearing), 0) is None


def test_the_coordinator_is_warned_once_of_a_series_and_answers(play: Play) -> None:
    report(play, "9", "8", "7")
    assert warnings(play) == [("i1", 1, Drift.AWAY)]
    assert open_subjects(play, "review_drift") == ["i1.1"]
    happened = play.say(ReviewDrift("i1", text()))
    assert [event.KIND for event in happened] == ["drift.reviewed", "obligation.fulfilled"]
    report(play, "6", "3")
    assert warnings(play) == [("i1", 1, Drift.AWAY)]
    assert open_subjects(play, "review_drift") == []


def test_two_askings_that_nobody_answered_are_a_drift(play: Play) -> None:
    play.wait(90)
    assert ("i1", 1, Drift.MISSED) in warnings(play)


def test_a_changed_definition_breaks_the_series_and_nothing_is_read_across_the_break(play: Play) -> None:
    report(play, "9", "8")
    play.say(ANEW)
    assert open_subjects(play, "review_drift") == []  # a new definition is an answer
    report(play, "110")
    assert [(o.value.number, o.series) for o in state(play).observations.values()] == [
        ("9", None),
        ("8", None),
        ("110", 2),
    ]
    assert drifting(state(play), play.initiative) == {}
    report(play, "90", "80")
    assert warnings(play) == [("i1", 1, Drift.AWAY), ("i1", 2, Drift.AWAY)]


def test_a_new_series_has_its_own_contract_which_the_pilot_hands_on(play: Play) -> None:
    play.say(ANEW)
    play.say(TakeExit(ExitKind.LOOP_BACK, text()))
    handed_on = play.initiative.facts.indicators["i1"]
    assert (handed_on.series, handed_on.baseline, handed_on.target) == (2, Value("100"), Value("200"))
    assert (handed_on.low, handed_on.owner, handed_on.rhythm) == (None, "seat-01", "P1M")
    assert play.initiative.facts.indicators["i2"].series is None


def test_a_model_that_does_not_ask_for_it_warns_of_nothing() -> None:
    play = pilot(without("review_drift"), indicators={"i1": CONTRACT})
    report(play, "9", "8", "4")
    assert warnings(play) == []


WRONG: list[tuple[str | None, Command, type[Refusal], str]] = [
    ("seat-01", ANEW, NotEntitled, ""),
    (None, replace(ANEW, indicator="i9"), NotAsked, "indicator"),
    (None, replace(ANEW, baseline=Value("many")), Malformed, "baseline.number"),
    (None, replace(ANEW, target=Value(None)), Malformed, "target"),
    (None, replace(ANEW, low=Value("300")), Malformed, "target"),
    (None, ReviewDrift("i1", text()), NotAsked, "indicator"),
    ("seat-01", ReviewDrift("i1", text()), NotEntitled, ""),
]


@pytest.mark.parametrize(("seat", "command", "refusal", "path"), WRONG)
def test_what_does_not_fit_is_refused_and_nothing_happens(
    play: Play, seat: str | None, command: Command, refusal: type[Refusal], path: str
) -> None:
    before = play.initiative
    with pytest.raises(refusal) as refused:
        play.say(command, play.speaker(seat) if seat else COORDINATOR)
    assert refused.value.path == path
    assert play.initiative == before
