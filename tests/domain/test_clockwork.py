"""What time brings: nothing waits for ever, a pause moves what is open, and a vote is not cut short."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clockwork import next_wake, tick
from domain.commands import CallVote, CastBallot, PauseUntil, Resume, TakeExit
from domain.events import Choice, ReminderDue, TakenBy
from domain.initiative import Initiative
from domain.obligations import Obligation, ObligationState
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, NameChair, Reply, WriteMinutes
from domain.seats import Sector
from domain.spans import Span, Unit
from tests.domain.journeys import FACTS, FROM_THE_START, SEATS, journeys, relay, rest
from tests.fixtures.profiles import examples
from tests.fixtures.rules import MODEL, PHASES, VOTING, Play, roster, text

YES, NO = AnswerInvitation(Reply.YES), AnswerInvitation(Reply.NO)
TWO_YEARS, SEVEN_YEARS = 730, 7 * 365
HOUR = timedelta(hours=1)


def convened(play: Play) -> Play:
    """All seats accepted, chairs named, minutes in, a meeting agreed on: the gate is open."""
    for seat in SEATS:
        play.seat_says(seat, YES)
    play.say(NameChair(SEATS[0], SEATS[1]))
    play.seat_says(SEATS[0], WriteMinutes(text()))
    play.agree_on_a_meeting()
    return play


@pytest.fixture
def play() -> Play:
    return Play.of("convening", roster(6), VOTING)


def reminders(play: Play, duty: str, seat: str | None = None) -> list[ReminderDue]:
    events = (entry.event for entry in play.entries if isinstance(entry.event, ReminderDue))
    known = play.initiative.obligations
    return [one for one in events if known[one.obligation].duty == duty and known[one.obligation].seat == seat]


@pytest.mark.parametrize("has_deputy", [True, False])
def test_a_step_for_a_deputy_whom_a_seat_does_not_have_says_that_it_came_to_another_instead(
    has_deputy: bool,
) -> None:
    seats = roster(2) if has_deputy else tuple(replace(seat, deputy=None) for seat in roster(2))
    play = Play.of("convening", seats)
    play.wait(30)
    to = "deputy-01" if has_deputy else "actor-coordinator"
    assert [(one.step, one.to, one.instead) for one in reminders(play, "answer_invitation", "seat-01")] == [
        (0, "holder-01", None),
        (1, "holder-01", None),
        (2, to, None if has_deputy else True),
        (3, to, None if has_deputy else True),
        (4, "actor-coordinator", None),
    ]


def test_what_the_coordinator_owes_has_no_deputy_to_ask(play: Play) -> None:
    play.wait(80)
    assert [(one.step, one.instead) for one in reminders(play, "name_chair")] == [
        *((0, None), (1, None), (2, True), (3, True), (4, None)),
    ]


def open_obligations(initiative: Initiative) -> list[Obligation]:
    return [o for o in initiative.obligations.values() if o.state is ObligationState.OPEN]


@examples(40)
@given(journeys())
def test_whatever_has_happened_two_years_of_silence_end_it_or_leave_it_established(play: Play) -> None:
    play.initiative = replace(play.initiative, paused=None)
    rest(play, TWO_YEARS)
    assert play.initiative.outcome or play.initiative.at.phase == "establishment"
    rest(play, SEVEN_YEARS)
    assert play.initiative.outcome
    assert next_wake(play.initiative) is None


@given(journeys())
def test_every_open_obligation_has_a_next_step_and_every_other_has_none(play: Play) -> None:
    for obligation in play.initiative.obligations.values():
        assert (obligation.next_at is not None) == (obligation.state is ObligationState.OPEN)


@given(journeys())
def test_after_its_tick_an_initiative_has_nothing_left_to_do_now_and_knows_when_next(play: Play) -> None:
    assert tick(play.initiative, play.now) == ()
    wake = next_wake(play.initiative)
    over = play.initiative.settled or play.initiative.outcome is not None
    assert (wake is None) == over
    assert over or wake > play.now  # type: ignore[operator]


@given(journeys())
def test_time_in_the_ledger_never_runs_backward(play: Play) -> None:
    times = [entry.at for entry in play.entries]
    assert times == sorted(times)


@pytest.mark.parametrize("phase", sorted(PHASES))
def test_nobody_saying_anything_ends_every_phase(phase: str) -> None:
    play = Play.of(phase, roster(6), **({} if phase in FROM_THE_START else vars(FACTS)))
    play.wait(SEVEN_YEARS)
    assert play.initiative.settled
    if not relay(play):
        assert play.initiative.outcome == play.initiative.now_in.outcome(ExitKind.STOP)


@examples(40)
@given(journeys(most=10), st.integers(1, 90), st.integers(0, 23))
def test_a_pause_moves_every_open_deadline_by_at_least_its_length_and_into_no_past(
    play: Play, length: int, hours: int
) -> None:
    play.initiative = replace(play.initiative, paused=None)
    if play.initiative.settled:
        return
    before = play.initiative
    play.say(PauseUntil(play.now + timedelta(days=200)))
    since = play.now
    play.wait_until(since + timedelta(days=length, hours=hours))
    outside = before.outside
    assert _working(play.initiative, outside) == _working(before, outside)
    play.say(Resume())
    after, passed = play.initiative, play.now - since
    moved = {o.id: play.initiative.obligations[o.id] for o in open_obligations(before)}
    for old in open_obligations(before):
        if old.duty not in outside:
            assert moved[old.id].due - old.due >= passed
    if not after.settled:
        assert after.at.due - before.at.due >= (passed if before.at.due > since else timedelta(0))
        assert (after.at.due > play.now) == (before.at.due > since)
    if before.at.vote is not None and after.at.vote is not None:
        assert after.at.vote.due - before.at.vote.due >= passed


def _working(initiative: Initiative, outside: frozenset[str]) -> list[Obligation]:
    return [obligation for obligation in initiative.obligations.values() if obligation.duty not in outside]


@pytest.mark.parametrize("days", [14, 28])
@pytest.mark.parametrize("start", [datetime(2026, 3, 20, 8, tzinfo=UTC), datetime(2026, 10, 16, 8, tzinfo=UTC)])
def test_a_pause_over_a_clock_change_costs_nobody_an_hour(start: datetime, days: int) -> None:
    play = Play.of("convening", roster(6), VOTING)
    due = play.initiative.calendar.due(start, Span(3, Unit.WORKING_DAYS))
    play.initiative = replace(play.initiative, stage=replace(play.initiative.at, due=due))
    play.now = start
    play.say(PauseUntil(start + timedelta(days=days)))
    play.wait(days)
    assert play.initiative.paused is None
    assert timedelta(days=days) <= play.initiative.at.due - due < timedelta(days=days + 4)


def test_a_pause_moves_the_day_until_which_an_answer_may_change(play: Play) -> None:
    play.seat_says(SEATS[0], YES)
    play.say(PauseUntil(play.now + timedelta(days=60)))
    play.wait(59)
    play.seat_says(SEATS[0], NO)
    play.wait(5)
    play.seat_says(SEATS[0], YES)
    assert SEATS[0] in play.initiative.active


def test_what_opens_during_a_pause_moves_by_the_rest_of_it_only(play: Play) -> None:
    convened(play)
    play.say(PauseUntil(play.now + timedelta(days=60)))
    play.wait(50)
    play.seat_says(SEATS[0], NO)
    again = play.initiative.owed("name_chair")
    assert again is not None
    play.wait(10)
    moved = play.initiative.obligations[again.id]
    assert timedelta(days=10) <= moved.due - again.due < timedelta(days=20)


def test_a_pause_sends_no_reminders_and_ends_by_itself(play: Play) -> None:
    play.say(PauseUntil(play.now + timedelta(days=100)))
    assert play.wait(99) == ()
    assert [event.KIND for event in play.wait(2)] == ["initiative.resumed"]


def test_a_seat_that_withdrew_is_not_reminded_of_the_vote(play: Play) -> None:
    convened(play)
    play.say(CallVote(ExitKind.ADVANCE))
    play.seat_says(SEATS[5], NO)
    assert SEATS[5] not in {o.seat for o in play.initiative.of_duty("vote") if o.state.answerable}
    for seat in SEATS[:5]:
        play.seat_says(seat, CastBallot(Choice.FOR))
    assert play.initiative.at.to == "joint_planning"


def test_a_seat_that_accepts_during_the_vote_is_asked_for_its_ballot(play: Play) -> None:
    convened(play)
    play.seat_says(SEATS[5], NO)
    play.say(CallVote(ExitKind.ADVANCE))
    play.seat_says(SEATS[5], YES)
    assert SEATS[5] in {o.seat for o in play.initiative.of_duty("vote") if o.state.answerable}


def test_a_window_that_ends_with_the_gate_open_calls_the_vote_and_with_it_shut_asks_the_coordinator(
    play: Play,
) -> None:
    play.wait_until(play.initiative.at.due)
    assert play.initiative.owed("decide_exit")
    open_gate = convened(Play.of("convening", roster(6), VOTING))
    open_gate.wait_until(open_gate.initiative.at.due)
    assert open_gate.initiative.at.vote is not None


def test_after_a_failed_vote_the_window_asks_the_coordinator_and_calls_no_other(play: Play) -> None:
    convened(play)
    play.say(CallVote(ExitKind.ADVANCE))
    for seat in SEATS:
        play.seat_says(seat, CastBallot(Choice.AGAINST))
    play.wait_until(play.initiative.at.due)
    assert play.initiative.at.vote is None
    assert play.initiative.owed("decide_exit")


def test_a_second_vote_asks_every_seat_anew(play: Play) -> None:
    convened(play)
    for choice in (Choice.AGAINST, Choice.FOR):
        play.say(CallVote(ExitKind.ADVANCE))
        assert [o.seat for o in play.initiative.of_duty("vote") if o.state.answerable] == list(SEATS)
        for seat in SEATS:
            play.seat_says(seat, CastBallot(choice))
    assert play.initiative.at.to == "joint_planning"


def test_a_decision_that_nobody_takes_lapses_into_the_models_stop(play: Play) -> None:
    play.wait(200)
    exited = next(e.event for e in play.entries if e.event.KIND == "phase.exited")
    assert (exited.exit, exited.taken_by) == (ExitKind.STOP, TakenBy.LAPSE)  # type: ignore[attr-defined]


def test_a_vote_in_progress_outlasts_the_lapse_of_the_decision(play: Play) -> None:
    convened(play)
    play.initiative = replace(play.initiative, stage=replace(play.initiative.at, failed=True))
    play.wait_until(play.initiative.at.due)
    decision = play.initiative.owed("decide_exit")
    assert decision is not None
    while play.initiative.obligations[decision.id].next_step < 5:
        play.wait(1)
    lapse = play.initiative.obligations[decision.id].next_at
    assert lapse is not None
    play.wait_until(lapse - HOUR)
    play.say(CallVote(ExitKind.ADVANCE))
    for seat in SEATS[:5]:
        play.seat_says(seat, CastBallot(Choice.FOR))
    play.wait_until(lapse + HOUR)
    assert not play.initiative.settled
    play.seat_says(SEATS[5], CastBallot(Choice.FOR))
    assert play.initiative.at.to == "joint_planning"


def test_a_step_for_a_seat_without_a_deputy_goes_to_the_coordinator() -> None:
    alone = tuple(replace(seat, deputy=None) for seat in roster(6))
    play = Play.of("convening", alone)
    play.wait(45)
    nudged = [e.event for e in play.entries if e.event.KIND == "reminder.due" and e.event.addressee == "deputy"]  # type: ignore[attr-defined]
    assert {event.to for event in nudged} == {"actor-coordinator"}  # type: ignore[attr-defined]


def test_with_pace_a_whole_silence_is_over_in_seconds() -> None:
    paced = replace(MODEL, day_milliseconds=2000)
    play = Play.of("convening", roster(6, sectors=tuple(Sector)), paced)
    began = play.now
    play.wait(1)
    assert play.initiative.outcome == "stopped_well"
    assert play.entries[-1].at - began < timedelta(minutes=5)


def test_nothing_follows_an_end(play: Play) -> None:
    play.say(TakeExit(ExitKind.STOP, text()))
    assert next_wake(play.initiative) is None
    assert tick(play.initiative, play.now + timedelta(days=9999)) == ()
