"""A conditional ground stands until its day: firm evidence is asked for before it, and without that it lapses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.clockwork import next_wake
from domain.commands import PauseUntil, TakeExit
from domain.events import Event
from domain.explaining import explain, gate_open
from domain.initiative import PhaseState
from domain.operating_model import ExitKind, OperatingModel
from domain.phases.establishment.commands import AcceptHandOver, AnswerCheckIn, Condition, EvidenceGround, Ground
from domain.phases.establishment.commands import NameReceiver as Name
from domain.phases.establishment.events import GroundLapsed
from domain.refusals import Malformed
from domain.wire import plain, typed
from tests.domain.phases.test_establishment import LONG, changed, opened, state
from tests.fixtures.rules import COORDINATOR, Play, text

DAY = date(2027, 2, 2)
OVER = datetime(2027, 2, 2, 22, 0, tzinfo=UTC)  # midnight in Helsinki
RULE = LONG.phases["establishment"]


def conditional(model: OperatingModel = LONG, until: date = DAY) -> Play:
    """Established at once, all five grounds until the same day."""
    play = opened(model)
    for ground in Ground:
        play.say(EvidenceGround(ground, text(), until))
    play.say(Name("seat-02"))
    play.seat_says("seat-02", AcceptHandOver(True))
    return play


def firm_owed(play: Play) -> list[str | None]:
    return [o.subject for o in play.initiative.of_duty("firm_ground") if o.state.answerable]


def unmet(play: Play) -> list[str]:
    return [clause.clause for clause in explain(play.initiative, play.now).clauses if not clause.met]


def test_firm_evidence_is_asked_for_twenty_working_days_before_the_day() -> None:
    play = conditional()
    play.wait_until(datetime(2026, 12, 17, 6, 59, tzinfo=UTC))  # Christmas is quiet, and no working day
    assert firm_owed(play) == []
    play.wait_until(datetime(2026, 12, 17, 7, 0, tzinfo=UTC))
    assert firm_owed(play) == list(Ground)
    assert {(o.owed_by, o.due) for o in play.initiative.of_duty("firm_ground")} == {(COORDINATOR.actor, OVER)}


def test_a_condition_nearer_than_that_is_asked_about_at_once() -> None:
    play = conditional(until=date(2026, 1, 20))
    assert firm_owed(play) == list(Ground)


def test_without_firm_evidence_each_ground_lapses_when_its_day_is_over_and_the_practice_is_not_established() -> None:
    play = conditional()
    play.wait_until(OVER - timedelta(microseconds=1))
    assert (state(play).conclusion, "ground.lapsed" in play.kinds()) == ("conditional", False)
    assert "grounds.evidenced" not in unmet(play)
    play.wait_until(OVER)
    assert play.kinds().count("ground.lapsed") == len(Ground)
    assert state(play).outcome(ExitKind.ADVANCE) == "not_established"
    assert "grounds.evidenced" in unmet(play)
    assert firm_owed(play) == []
    assert sorted(o.subject or "" for o in play.initiative.of_duty("evidence_ground") if o.state.answerable) == sorted(
        f"{ground}.2" for ground in Ground
    )


def test_the_receiver_and_the_coordinator_are_told_of_the_lapse_inside_the_sending_window() -> None:
    play = conditional()
    play.wait_until(OVER)
    (lapsed, *_) = [entry.event for entry in play.entries if isinstance(entry.event, GroundLapsed)]
    assert lapsed.told == {"holder-02": "seat-02", COORDINATOR.actor: ""}
    assert lapsed.tell_at == datetime(2027, 2, 3, 7, 0, tzinfo=UTC)  # 9.00 in Helsinki


def test_firm_evidence_before_the_day_keeps_the_ground_and_answers_what_was_asked() -> None:
    play = conditional()
    play.wait_until(OVER - timedelta(days=5))
    for ground in Ground:
        play.seat_says("seat-02", EvidenceGround(ground, text()))
    assert firm_owed(play) == []
    play.wait_until(OVER + timedelta(days=5))
    assert "ground.lapsed" not in play.kinds()
    assert state(play).conclusion == "established"


def test_another_condition_is_asked_about_before_its_own_day_and_not_before() -> None:
    play = conditional()
    play.wait_until(OVER - timedelta(days=5))
    for ground in Ground:
        play.say(EvidenceGround(ground, text(), date(2027, 9, 1)))
    play.wait_until(OVER + timedelta(days=1))
    assert (firm_owed(play), "ground.lapsed" in play.kinds()) == ([], False)
    play.wait_until(datetime(2027, 8, 25, 12, 0, tzinfo=UTC))
    assert firm_owed(play) == [f"{ground}.2" for ground in Ground]
    play.wait_until(datetime(2027, 9, 2, 12, 0, tzinfo=UTC))
    assert play.kinds().count("ground.lapsed") == len(Ground)


def test_a_lapsed_ground_can_be_evidenced_anew_and_then_the_practice_is_established() -> None:
    play = conditional()
    play.wait_until(OVER)
    for ground in Ground:
        play.say(EvidenceGround(ground, text()))
    assert state(play).conclusion == "established"
    assert "grounds.evidenced" not in unmet(play)


def test_a_ground_that_lapses_before_the_hand_over_keeps_the_practice_from_being_established() -> None:
    play = opened()
    for ground in Ground:
        play.say(EvidenceGround(ground, text(), DAY if ground is Ground.MONEY else None))
    play.wait_until(OVER)
    play.say(Name("seat-02"))
    play.seat_says("seat-02", AcceptHandOver(True))
    assert state(play).established_at is None
    play.say(EvidenceGround(Ground.MONEY, text()))
    assert state(play).established_at == play.now


def test_nobody_acting_after_the_lapse_the_initiative_ends_as_not_established() -> None:
    play = conditional()
    play.wait(1700)
    assert play.initiative.outcome == "not_established"


def test_a_phase_that_has_heard_all_its_check_ins_still_waits_for_the_day_of_a_condition() -> None:
    play = conditional(until=date(2029, 12, 3))
    for _ in range(5):
        while play.initiative.owed("check_in") is None:
            play.wait_until(next_wake(play.initiative) or play.now)
        play.seat_says("seat-02", AnswerCheckIn(Condition.ALIVE))
    play.wait_until(datetime(2029, 11, 20, tzinfo=UTC))
    assert (state(play).closed, play.initiative.outcome) == (True, None)
    assert gate_open(play.initiative, play.now)
    for ground in Ground:
        play.say(EvidenceGround(ground, text()))
    assert play.initiative.outcome == "established"


def test_a_coordinator_may_end_with_a_condition_while_its_day_is_ahead() -> None:
    play = conditional(until=date(2029, 12, 3))
    for _ in range(5):
        while play.initiative.owed("check_in") is None:
            play.wait_until(next_wake(play.initiative) or play.now)
        play.seat_says("seat-02", AnswerCheckIn(Condition.ALIVE))
    play.wait_until(datetime(2029, 11, 1, tzinfo=UTC))
    play.say(TakeExit(ExitKind.ADVANCE))
    assert play.initiative.outcome == "conditional"


def test_no_pause_moves_the_day() -> None:
    play = conditional()
    play.wait_until(OVER - timedelta(days=10))
    play.say(PauseUntil(OVER + timedelta(days=30)))
    play.wait_until(OVER + timedelta(days=29))
    assert "ground.lapsed" not in play.kinds()
    assert {o.due for o in play.initiative.of_duty("firm_ground")} == {OVER}
    play.wait_until(OVER + timedelta(days=30))
    assert play.kinds().count("ground.lapsed") == len(Ground)


def test_what_a_pause_kept_from_being_asked_before_the_day_is_asked_after_it_and_the_ground_stands_until_then() -> None:
    play = conditional()
    play.wait_until(datetime(2026, 12, 10, tzinfo=UTC))
    play.say(PauseUntil(OVER + timedelta(days=30)))
    play.wait_until(OVER + timedelta(days=31))
    assert (firm_owed(play), "ground.lapsed" in play.kinds()) == (list(Ground), False)
    (due,) = {o.due for o in play.initiative.of_duty("firm_ground")}
    assert due == play.initiative.calendar.due(OVER + timedelta(days=30), RULE.obligations["firm_ground"].due)
    play.say(EvidenceGround(Ground.MONEY, text()))
    play.wait_until(due - timedelta(microseconds=1))
    assert (state(play).conclusion, "ground.lapsed" in play.kinds()) == ("conditional", False)
    play.wait_until(due)
    assert play.kinds().count("ground.lapsed") == len(Ground) - 1
    assert (state(play).conclusion, firm_owed(play)) == ("not_established", [])


def test_what_is_asked_after_the_day_is_due_within_the_phase() -> None:
    last = opened().initiative.calendar.due_day(opened().initiative.at.due)
    play = conditional(until=last)
    play.wait_until(datetime(2029, 11, 27, tzinfo=UTC))
    play.say(PauseUntil(datetime(2030, 6, 14, tzinfo=UTC)))  # July is quiet: twenty working days are longer than before
    play.wait_until(datetime(2030, 6, 15, tzinfo=UTC))
    assert firm_owed(play) == list(Ground)
    assert {o.due for o in play.initiative.of_duty("firm_ground")} == {play.initiative.at.due}
    play.wait_until(play.initiative.at.due)
    assert play.kinds().count("ground.lapsed") == len(Ground)


def test_a_day_after_the_end_of_the_phase_is_refused_and_its_last_day_is_not() -> None:
    play = opened()
    last = play.initiative.calendar.due_day(play.initiative.at.due)
    for late in (last + timedelta(days=1), date.max):
        with pytest.raises(Malformed) as refused:
            play.say(EvidenceGround(Ground.MONEY, text(), late))
        assert (refused.value.path, refused.value.remedy) == ("conditional_until", f"name a day up to {last}")
    play.say(EvidenceGround(Ground.MONEY, text(), last))


def test_with_pace_the_days_are_as_long_as_all_others() -> None:
    play = opened(replace(LONG, day_milliseconds=1000))
    play.say(EvidenceGround(Ground.MONEY, text(), play.now.date() + timedelta(days=30)))
    assert state(play).ends == {Ground.MONEY: play.now + timedelta(seconds=30)}
    with pytest.raises(Malformed):
        play.say(EvidenceGround(Ground.MONEY, text(), date.max))


def test_a_model_that_does_not_ask_for_firm_evidence_lets_conditions_stand() -> None:
    kept = {kind: rule for kind, rule in RULE.obligations.items() if kind != "firm_ground"}
    play = conditional(changed(due=RULE.due, obligations=kept))
    play.wait_until(OVER + timedelta(days=300))
    assert ("ground.lapsed" in play.kinds(), state(play).outcome(ExitKind.ADVANCE)) == (False, "unknown")
    assert state(play).ends == {}


def test_events_and_state_read_back_from_the_wire_as_they_were() -> None:
    play = conditional()
    play.wait_until(OVER)
    assert [typed(Event, plain(entry.event)) for entry in play.entries] == [entry.event for entry in play.entries]
    assert typed(PhaseState, plain(play.initiative.now_in)) == play.initiative.now_in
