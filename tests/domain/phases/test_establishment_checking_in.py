"""Check-ins: three years of asking how the practice is doing, in the receiver's local days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.actors import Channel, Role, Speaker
from domain.clockwork import next_wake
from domain.commands import PauseUntil, TakeExit
from domain.events import TakenBy
from domain.matters.seats.commands import PassSeat
from domain.operating_model import ExitKind
from domain.phases.establishment import Establishment
from domain.phases.establishment.checking_in import course
from domain.phases.establishment.commands import AnswerCheckIn, Condition, DeclineLinkedNeed
from domain.refusals import AlreadyAnswered, NotAsked, NotEntitled
from domain.spans import Span
from tests.domain.phases.test_establishment import LONG, changed, establish, opened, state
from tests.fixtures.rules import COORDINATOR, MODEL, START, Play, text

ALIVE, ADAPTED, SHRUNK, STOPPED = (AnswerCheckIn(condition) for condition in Condition)
MOMENTS = ["2026-04-13 09:00", "2026-08-03 09:00", "2027-01-12 09:00", "2028-01-12 09:00", "2029-01-12 09:00"]


@pytest.fixture
def play() -> Play:
    play = opened()
    establish(play)
    return play


def asked(play: Play) -> list[str]:
    """The local wall times at which check-ins were asked."""
    local = play.initiative.calendar.local
    return [f"{local(o.opened_at):%Y-%m-%d %H:%M}" for o in play.initiative.of_duty("check_in")]


def wait_for(play: Play, number: int) -> None:
    """Until this check-in has been asked."""
    while len(play.initiative.of_duty("check_in")) < number:
        wake = next_wake(play.initiative)
        assert wake is not None
        play.wait_until(wake)


def last_exit(play: Play) -> object:
    return next(e.event for e in reversed(play.entries) if e.event.KIND == "phase.exited")


def test_five_check_ins_come_at_nine_local_time_winter_and_summer_and_after_july(play: Play) -> None:
    for number in range(1, 6):
        wait_for(play, number)
        play.seat_says("seat-02", ALIVE)
    assert asked(play) == MOMENTS
    assert {o.opened_at.hour for o in play.initiative.of_duty("check_in")} == {6, 7}  # UTC, in summer and in winter


@pytest.mark.parametrize(
    ("established", "first"),
    [
        (datetime(2026, 1, 12, 8, tzinfo=UTC), "2026-04-13 09:00"),  # winter to summer time
        (datetime(2026, 6, 26, 21, 30, tzinfo=UTC), "2026-09-28 09:00"),  # half past midnight of the 27th in Helsinki
        (datetime(2026, 9, 8, 8, tzinfo=UTC), "2026-12-08 09:00"),  # summer to winter time
        (datetime(2026, 12, 29, 8, tzinfo=UTC), "2027-03-30 09:00"),  # Easter Monday is the 29th
        (datetime(2026, 11, 30, 8, tzinfo=UTC), "2027-03-01 09:00"),  # February has no 30th
    ],
)
def test_three_months_later_is_a_local_working_day(established: datetime, first: str) -> None:
    play = opened()
    play.wait_until(established)
    establish(play)
    play.wait(130)
    assert asked(play)[0] == first


def test_after_the_last_answers_due_day_the_phase_goes_to_its_end_by_itself(play: Play) -> None:
    for number in range(1, 6):
        wait_for(play, number)
        play.seat_says("seat-02", ALIVE if number < 5 else ADAPTED)
    due = play.initiative.of_duty("check_in")[-1].due
    assert next_wake(play.initiative) == due
    play.seat_says("seat-02", ALIVE)
    play.wait_until(due)
    assert play.initiative.outcome == "established"
    assert last_exit(play).taken_by is TakenBy.WINDOW  # type: ignore[attr-defined]
    assert due < play.initiative.at.due
    assert (play.initiative.facts.receiver, play.initiative.facts.conclusion) == ("seat-02", "established")


def test_the_coordinator_may_close_as_soon_as_the_last_check_in_is_answered(play: Play) -> None:
    for number in range(1, 6):
        wait_for(play, number)
        play.seat_says("seat-02", ADAPTED)
    play.say(TakeExit(ExitKind.ADVANCE))
    assert play.initiative.outcome == "established"


def test_three_years_of_silence_are_unknown_and_end_by_themselves(play: Play) -> None:
    happened = [e for e in play.wait(1500) if e.KIND == "check_in.unknown"]
    assert [e.check_in for e in happened] == [1, 2, 3, 4, 5]  # type: ignore[attr-defined]
    assert asked(play) == MOMENTS
    assert play.initiative.outcome == "unknown"
    assert last_exit(play).taken_by is TakenBy.WINDOW  # type: ignore[attr-defined]


def test_the_last_that_was_heard_decides_not_the_silence_before(play: Play) -> None:
    wait_for(play, 5)
    play.seat_says("seat-02", ALIVE)
    play.wait(40)
    assert play.initiative.outcome == "established"
    assert state(play).conditions == {"1": None, "2": None, "3": None, "4": None, "5": Condition.ALIVE}


def test_an_answer_after_the_lapse_replaces_unknown_until_the_next_check_in(play: Play) -> None:
    wait_for(play, 1)
    play.wait(60)
    assert state(play).conditions == {"1": None}
    play.seat_says("seat-02", SHRUNK)
    assert state(play).conditions == {"1": Condition.SHRUNK}
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-02", ALIVE)


def test_an_answer_can_change_until_its_due_day(play: Play) -> None:
    wait_for(play, 1)
    play.seat_says("seat-02", STOPPED)
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-02", STOPPED)
    changed_answer, *_ = play.seat_says("seat-02", ALIVE)
    assert changed_answer.replaces is Condition.STOPPED  # type: ignore[attr-defined]
    wait_for(play, 2)
    assert state(play).last_heard is Condition.ALIVE


def test_a_practice_that_stopped_is_not_asked_again(play: Play) -> None:
    wait_for(play, 2)
    play.seat_says("seat-02", STOPPED)
    play.say(DeclineLinkedNeed("w1-2", text()))
    play.wait(40)
    assert play.initiative.outcome == "ceased"
    assert len(asked(play)) == 2


def test_before_the_first_check_in_there_is_nothing_to_answer(play: Play) -> None:
    with pytest.raises(NotAsked):
        play.seat_says("seat-02", ALIVE)


def test_only_the_receiver_answers_and_the_coordinator_in_its_name_but_not_as_itself(play: Play) -> None:
    wait_for(play, 1)
    with pytest.raises(NotEntitled):
        play.seat_says("seat-01", ALIVE)
    with pytest.raises(NotEntitled) as refused:
        play.say(ALIVE)
    assert refused.value.path == "for_seat"
    play.say(ALIVE, Speaker(COORDINATOR.actor, Role.COORDINATOR, Channel.PHONE, "seat-02", COORDINATOR.actor))
    assert not play.initiative.owed("check_in")


def test_check_ins_asked_in_a_pause_are_unknown_and_only_the_newest_is_asked(play: Play) -> None:
    play.say(PauseUntil(datetime(2026, 9, 1, tzinfo=UTC)))
    play.wait_until(datetime(2026, 9, 2, tzinfo=UTC))
    assert [o.subject for o in play.initiative.of_duty("check_in")] == ["2"]
    assert state(play).conditions == {"1": None}


def test_check_ins_that_come_before_the_last_one_lapsed_release_it() -> None:
    rule = LONG.phases["establishment"]
    often = replace(rule.obligations["check_in"], at=(Span.parse("P1M"), Span.parse("P2M")))
    play = opened(changed(due=rule.due, obligations={**rule.obligations, "check_in": often}))
    establish(play)
    wait_for(play, 2)
    assert [o.state.value for o in play.initiative.of_duty("check_in")] == ["released", "open"]
    assert state(play).conditions == {"1": None}


def test_stopping_a_followed_practice_tells_what_was_heard_last(play: Play) -> None:
    wait_for(play, 3)
    play.seat_says("seat-02", ADAPTED)
    play.say(TakeExit(ExitKind.STOP, text()))
    assert play.initiative.outcome == "established"


def test_stopping_before_any_check_in_leaves_the_practice_unknown(play: Play) -> None:
    play.say(TakeExit(ExitKind.STOP, text()))
    assert play.initiative.outcome == "unknown"


def test_a_practice_established_too_late_for_the_window_is_asked_what_fits_and_ends() -> None:
    play = opened(MODEL)
    play.wait(400)
    establish(play)
    play.wait(1200)
    assert play.initiative.outcome == "unknown"
    assert len(asked(play)) == 4


def test_in_48_months_every_check_in_fits_even_if_the_receiver_was_named_and_accepted_at_the_last_reminders() -> None:
    initiative = opened().initiative
    rule, calendar = initiative.rule, initiative.calendar
    slowest = replace(rule.obligations["accept_hand_over"].due, amount=60 + 15)
    for day in range(0, 365, 5):
        at = START + timedelta(days=day)
        established = calendar.due(calendar.due(at, slowest), slowest)
        stage = replace(initiative.at, opened_at=at, due=calendar.due(at, rule.due))
        practice = Establishment(receiver="seat-02", accepted=True, established_at=established)
        assert list(course(practice, replace(initiative, stage=stage))) == [1, 2, 3, 4, 5], at


def test_check_ins_are_asked_of_the_organisation_whoever_is_its_contact(play: Play) -> None:
    wait_for(play, 1)
    play.say(PassSeat("seat-02", "next-02", "next-deputy-02"))
    open_one = play.initiative.of_duty("check_in")[-1]
    assert (open_one.seat, open_one.owed_by) == ("seat-02", "next-02")
    with pytest.raises(NotEntitled):
        play.say(ALIVE, Speaker("holder-02", Role.PARTICIPANT, Channel.LINK, "seat-02"))
    play.seat_says("seat-02", ALIVE)
    wait_for(play, 2)
    later = play.initiative.of_duty("check_in")[-1]
    assert (later.seat, later.owed_by) == ("seat-02", "next-02")
    assert state(play).conditions == {"1": Condition.ALIVE}
