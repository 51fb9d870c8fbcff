"""Piloting: pulses, observations, what became of the commitments, and the halt on harm."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands import PauseUntil, TakeExit
from domain.events import Event
from domain.explaining import explain, waiting_on
from domain.facts import Activity, Commitment, CommitmentState, Indicator, Level, Observation, Value
from domain.initiative import PhaseState
from domain.obligations import ObligationState
from domain.operating_model import ExitKind, OperatingModel
from domain.phases.piloting import Piloting
from domain.phases.piloting.commands import (
    AnswerPulse,
    BeginSettling,
    HaltOnHarm,
    ReportObservation,
    ReviewHarm,
    SettleCommitment,
)
from domain.refusals import AlreadyAnswered, GateShut, Malformed, NotEntitled, Refusal
from domain.wire import plain, typed
from tests.fixtures.profiles import examples
from tests.fixtures.rules import MODEL, Play, text

SEATS = ("seat-01", "seat-02", "seat-03", "seat-04", "seat-05")
PULSE = AnswerPulse(3, 2)
KEPT, RELEASED, BROKEN = CommitmentState.KEPT, CommitmentState.RELEASED, CommitmentState.BROKEN
EARLIER = Observation("o1", "i1", "seat-01", datetime(2025, 6, 2, tzinfo=UTC), Value("7"))


def pilot(model: OperatingModel = MODEL, **facts: object) -> Play:
    """A pilot of five seats: two indicators, monthly and yearly, and two commitments."""
    known: dict[str, object] = {
        "accepted": SEATS,
        "chair": "seat-01",
        "activities": {"a1": Activity("a1", "seat-01", "seat-02")},
        "indicators": {
            "i1": Indicator("i1", "seat-01", Level.OUTPUT, "P1M", 10),
            "i2": Indicator("i2", "seat-02", Level.OUTCOME, "P1Y", 30),
        },
        "commitments": {"c1": Commitment("c1", "seat-01", "a1"), "c2": Commitment("c2", "seat-02", "a1")},
    }
    return Play.of("piloting", model=model, **(known | facts))


@pytest.fixture
def play() -> Play:
    return pilot()


def state(play: Play) -> Piloting:
    assert isinstance(play.initiative.now_in, Piloting)
    return play.initiative.now_in


def open_subjects(play: Play, duty: str) -> list[str | None]:
    return [o.subject for o in play.initiative.of_duty(duty) if o.state is ObligationState.OPEN]


def days_asked(play: Play, duty: str) -> list[date]:
    calendar = play.initiative.calendar
    return sorted({calendar.local(o.opened_at).date() for o in play.initiative.of_duty(duty)})


def without(*duties: str) -> OperatingModel:
    rule = MODEL.phases["piloting"]
    kept = {kind: duty for kind, duty in rule.obligations.items() if kind not in duties}
    done = tuple(kind for kind in rule.gate.done if kind in kept)
    changed = replace(rule, obligations=kept, gate=replace(rule.gate, done=done))
    return replace(MODEL, phases={**MODEL.phases, "piloting": changed})


def observed(play: Play) -> None:
    """Every value that is owed is given as not obtainable."""
    while owed := play.initiative.owed("observe"):
        play.seat_says(owed.seat or "", ReportObservation((owed.subject or "").partition(".")[0], Value(None)))


def heard(play: Play) -> None:
    """Three of the five seats answer the first pulse: as many as the gate asks for."""
    for seat in SEATS[:3]:
        play.seat_says(seat, PULSE)


def test_every_active_seat_is_asked_the_first_pulse_at_the_opening_and_no_other_seat(play: Play) -> None:
    assert [(o.seat, o.subject) for o in play.initiative.of_duty("answer_pulse")] == [(seat, "1") for seat in SEATS]


def test_pulses_come_monthly_at_nine_on_working_days_and_one_only_after_july(play: Play) -> None:
    play.wait_until(play.initiative.at.due)
    assert days_asked(play, "answer_pulse") == [
        date(2026, 1, 12),
        date(2026, 2, 12),
        date(2026, 3, 12),
        date(2026, 4, 13),
        date(2026, 5, 12),
        date(2026, 6, 12),
        date(2026, 8, 3),
        date(2026, 8, 12),
        date(2026, 9, 14),
        date(2026, 10, 12),
        date(2026, 11, 12),
    ]
    local = play.initiative.calendar.local
    assert {local(o.opened_at).hour for o in play.initiative.of_duty("answer_pulse")} == {
        9,
        10,
    }  # the opening was at 10


def test_an_old_pulse_is_released_when_the_next_one_opens(play: Play) -> None:
    play.seat_says("seat-01", PULSE)
    play.wait(40)
    by_pulse = {(o.seat, o.subject): o.state for o in play.initiative.of_duty("answer_pulse")}
    assert by_pulse["seat-01", "1"] is ObligationState.FULFILLED
    assert by_pulse["seat-02", "1"] is ObligationState.RELEASED
    assert by_pulse["seat-02", "2"] is ObligationState.OPEN


def test_a_missed_pulse_lapses_gently_and_can_still_be_answered(play: Play) -> None:
    pulses = {owed.id for owed in play.initiative.of_duty("answer_pulse")}
    happened = [e.KIND for e in play.wait(20) if getattr(e, "obligation", "") in pulses]
    assert happened == ["obligation.lapsed"] * 5
    (answered, fulfilled) = play.seat_says("seat-02", PULSE)
    assert (answered.KIND, fulfilled.KIND) == ("pulse.answered", "obligation.fulfilled")


def test_a_pulse_can_be_changed_until_its_due_day_and_says_that_it_replaces(play: Play) -> None:
    play.seat_says("seat-01", PULSE)
    (changed,) = play.seat_says("seat-01", AnswerPulse(1, 1, text()))
    assert changed.replaces  # type: ignore[attr-defined]
    play.wait(9)
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-01", PULSE)


@pytest.mark.parametrize(("progress", "energy", "path"), [(0, 2, "progress"), (5, 2, "progress"), (2, 5, "energy")])
def test_a_rating_off_the_scale_is_refused_at_its_path(play: Play, progress: int, energy: int, path: str) -> None:
    with pytest.raises(Malformed) as refused:
        play.seat_says("seat-01", AnswerPulse(progress, energy))
    assert refused.value.path == path


def test_a_seat_that_does_not_take_part_has_no_pulse(play: Play) -> None:
    with pytest.raises(NotEntitled):
        play.seat_says("seat-09", PULSE)


def test_seats_heard_once_are_present_and_the_others_silent(play: Play) -> None:
    play.seat_says("seat-03", PULSE)
    play.wait(40)
    standing = play.initiative.now_in.standing(play.initiative)
    assert (standing.entitled, standing.present) == (SEATS, ("seat-03",))
    assert standing.silent == ("seat-01", "seat-02", "seat-04", "seat-05")


@given(st.permutations(SEATS), st.lists(st.integers(0, 12), min_size=5, max_size=5))
@examples(25)
def test_the_order_of_answers_of_distinct_seats_changes_nothing(order: list[str], pauses: list[int]) -> None:
    play = pilot()
    for seat, days in zip(order, pauses, strict=True):
        play.wait(days // 4)
        play.seat_says(seat, PULSE)
    assert play.initiative.now_in.standing(play.initiative).present == SEATS
    assert state(play).heard == dict.fromkeys(SEATS, 1)


def test_nobody_answering_ends_the_pilot_by_itself(play: Play) -> None:
    play.wait(500)
    assert play.initiative.outcome == "stopped_well"


def test_a_halt_that_nobody_reviews_ends_by_itself_too(play: Play) -> None:
    play.seat_says("seat-02", HaltOnHarm(text()))
    play.wait(500)
    assert play.initiative.outcome == "stopped_well"


STEPS = {
    "halt": lambda play: play.seat_says("seat-02", HaltOnHarm(text())),
    "resume": lambda play: play.say(ReviewHarm(True, text())),
    "stay": lambda play: play.say(ReviewHarm(False, text())),
    "settle": lambda play: play.say(BeginSettling(text())),
    "release": lambda play: play.say(SettleCommitment("c1", RELEASED)),
    "value": lambda play: play.seat_says("seat-01", ReportObservation("i1", Value("1"))),
    "pause": lambda play: play.say(PauseUntil(play.now + timedelta(days=50))),
}


@given(st.lists(st.tuples(st.integers(0, 90), st.sampled_from(sorted(STEPS))), max_size=8))
@examples(40)
def test_whatever_happens_nothing_waits_for_ever(course: list[tuple[int, str]]) -> None:
    play = pilot()
    for days, step in course:
        play.wait(days)
        with suppress(Refusal):
            STEPS[step](play)
    play.wait(1500)
    assert play.initiative.settled


def test_an_empty_pilot_is_not_over_before_someone_says_so() -> None:
    play = pilot(indicators={}, commitments={})
    heard(play)
    (clause,) = [clause for clause in explain(play.initiative, play.now).clauses if not clause.met]
    assert (clause.clause, clause.missing) == ("settling.begun", ("coordinator",))
    assert "settling begins by itself on 2026-11-19" in clause.remedy
    assert explain(play.initiative, play.now).completing == ("coordinator",)
    with pytest.raises(GateShut) as refused:
        play.say(TakeExit(ExitKind.ADVANCE))
    assert refused.value.remedy == clause.remedy
    play.wait_until(play.initiative.at.due)
    assert play.initiative.at.exit is ExitKind.ADVANCE


def test_after_a_pause_only_the_newest_pulse_is_asked(play: Play) -> None:
    play.say(PauseUntil(datetime(2026, 6, 1, tzinfo=UTC)))
    play.wait_until(datetime(2026, 6, 2, tzinfo=UTC))
    assert {o.subject for o in play.initiative.of_duty("answer_pulse") if o.state.answerable} == {"5"}


@pytest.mark.parametrize("duty", ["answer_pulse", "observe", "settle_commitment", "review_harm"])
def test_a_model_may_leave_out_what_it_does_not_ask(duty: str) -> None:
    play = pilot(without(duty))
    play.seat_says("seat-02", HaltOnHarm(text()))
    play.say(ReviewHarm(True, text()))
    play.say(SettleCommitment("c1", RELEASED))
    play.seat_says("seat-01", ReportObservation("i1", Value("1")))
    play.wait_until(play.initiative.at.due)
    assert not play.initiative.of_duty(duty)
    assert state(play).settling


def test_a_fast_pace_keeps_every_beat_and_ends_in_its_window() -> None:
    play = pilot(replace(MODEL, day_milliseconds=10))
    play.wait_until(play.initiative.at.due)
    assert max(int(o.subject or 0) for o in play.initiative.of_duty("answer_pulse")) == 12
    assert {w.duty for w in waiting_on(play.initiative)} >= {"observe", "settle_commitment", "decide_exit"}


def test_a_window_shorter_than_any_ladder_asks_all_at_once() -> None:
    rule = MODEL.phases["piloting"]
    brief = replace(rule, due=MODEL.phases["piloting"].obligations["review_harm"].due)  # 5wd
    play = pilot(replace(MODEL, phases={**MODEL.phases, "piloting": brief}))
    assert {o.subject for o in play.initiative.of_duty("observe")} == {"i1.1", "i2.1"}
    assert max(o.due for o in play.initiative.obligations.values()) == play.initiative.at.due


def test_the_gate_names_the_seats_it_waits_for(play: Play) -> None:
    play.say(BeginSettling(text()))
    missing = {c.clause: c.missing for c in explain(play.initiative, play.now).clauses if not c.met}
    owners = ("seat-01", "seat-02")
    assert missing == {"quorum": SEATS, "indicators.measured": owners, "commitments.settled": owners}


def test_the_pilot_needs_the_voices_of_half_of_its_seats(play: Play) -> None:
    for seat in SEATS[:2]:
        play.seat_says(seat, PULSE)
    clause = explain(play.initiative, play.now).clauses[0]
    assert (clause.clause, clause.have, clause.need, clause.met) == ("quorum", 2, 3, False)
    play.seat_says("seat-05", PULSE)
    assert explain(play.initiative, play.now).clauses[0].met


def test_events_and_state_read_back_from_the_wire_as_they_were(play: Play) -> None:
    play.seat_says("seat-01", AnswerPulse(4, 4, text()))
    play.say(BeginSettling(text()))
    play.seat_says("seat-01", ReportObservation("i1", Value("3.5")))
    play.seat_says("seat-02", ReportObservation("i2", Value(None)))
    play.seat_says("seat-01", SettleCommitment("c1", KEPT, text()))
    play.seat_says("seat-02", HaltOnHarm(text()))
    play.say(ReviewHarm(True, text()))
    again = [replace(entry, event=typed(Event, plain(entry.event))) for entry in play.entries]
    assert [entry.event for entry in again] == [entry.event for entry in play.entries]
    assert typed(PhaseState, plain(play.initiative.now_in)) == play.initiative.now_in
