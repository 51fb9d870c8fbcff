"""Convening: invitations by seat, chairs, minutes, and the vote that closes it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.commands import CallVote, CastBallot, TakeExit
from domain.events import Choice, TakenBy
from domain.explaining import explain, gate_open, waiting_on
from domain.forecasting import next_if_nobody_acts
from domain.operating_model import ExitKind, StepAction
from domain.phases.convening.commands import AnswerInvitation, NameChair, Reply, WriteMinutes
from domain.refusals import AlreadyAnswered, GateShut, NotEntitled, PhaseSettled
from tests.fixtures.rules import VOTING, Play, roster, text

YES, NO, DEPUTY = (AnswerInvitation(reply) for reply in (Reply.YES, Reply.NO, Reply.DEPUTY))
SEATS = [seat.id for seat in roster()]


@pytest.fixture
def play() -> Play:
    return Play.of("convening", model=VOTING)


def convened(play: Play) -> Play:
    """All seats accepted, chairs named, the minutes in, and a meeting agreed on."""
    for seat in SEATS:
        play.seat_says(seat, YES)
    play.say(NameChair("seat-01", "seat-02"))
    play.seat_says("seat-01", WriteMinutes(text()))
    play.agree_on_a_meeting()
    return play


def test_every_seat_is_invited_at_the_opening(play: Play) -> None:
    invited = list(play.initiative.of_duty("answer_invitation"))
    assert [o.seat for o in invited] == SEATS
    assert {o.owed_by for o in invited} == {f"holder-{n:02}" for n in range(1, 13)}


def test_a_municipality_has_twice_the_time_of_others(play: Play) -> None:
    by_seat = {o.seat: o.due for o in play.initiative.of_duty("answer_invitation")}
    assert by_seat["seat-03"] - by_seat["seat-01"] == timedelta(days=14)


def test_yes_makes_a_seat_present_and_no_makes_it_no_longer_entitled(play: Play) -> None:
    play.seat_says("seat-01", YES)
    play.seat_says("seat-02", NO)
    standing = play.initiative.now_in.standing(play.initiative)
    assert standing.present == ("seat-01",)
    assert "seat-02" not in standing.entitled
    assert len(standing.entitled) == 11


def test_a_deputy_accepts_for_the_seat_and_speaks_for_it_from_then_on(play: Play) -> None:
    play.seat_says("seat-01", DEPUTY)
    invitation = play.initiative.of_duty("answer_invitation")[0]
    assert invitation.owed_by == "deputy-01"
    assert invitation.state.answerable
    play.seat_says("seat-01", YES, deputy=True)
    assert play.initiative.now_in.standing(play.initiative).present == ("seat-01",)
    convened_by_deputy = play.initiative.now_in
    assert convened_by_deputy.held_by["seat-01"] == "deputy-01"  # type: ignore[attr-defined]


def test_an_answer_can_change_until_its_due_day_and_not_after(play: Play) -> None:
    play.seat_says("seat-01", YES)
    play.seat_says("seat-01", NO)
    assert play.entries[-1].event.replaces is Reply.YES  # type: ignore[attr-defined]
    play.wait(16)
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-01", YES)


def test_the_same_answer_twice_is_refused_and_leaves_no_event(play: Play) -> None:
    play.seat_says("seat-01", YES)
    count = len(play.entries)
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-01", YES)
    assert len(play.entries) == count


def test_a_first_answer_counts_even_after_its_obligation_lapsed(play: Play) -> None:
    happened = play.wait(37)
    assert "obligation.lapsed" in [event.KIND for event in happened]
    play.seat_says("seat-01", YES)
    assert play.initiative.now_in.standing(play.initiative).present == ("seat-01",)


def test_an_answer_after_the_window_is_recorded_late_and_not_counted(play: Play) -> None:
    play.wait_until(play.initiative.at.due)
    (late,) = play.seat_says("seat-01", YES)
    assert late.KIND == "answer.came_late"
    assert play.initiative.now_in.standing(play.initiative).present == ()


def test_a_sector_missing_from_the_table_keeps_the_gate_shut(play: Play) -> None:
    convened(play)
    assert gate_open(play.initiative, play.now)
    play.seat_says("seat-05", NO)
    play.seat_says("seat-11", NO)
    shut = {clause.clause for clause in explain(play.initiative, play.now).clauses if not clause.met}
    assert shut == {"sectors.leader"}


def test_only_seats_that_owe_are_reminded(play: Play) -> None:
    for seat in SEATS[1:]:
        play.seat_says(seat, YES)
    reminded = [e for e in play.wait(30) if e.KIND == "reminder.due" and "answer_invitation" in e.obligation]  # type: ignore[attr-defined]
    assert {e.obligation.split("/")[2] for e in reminded} == {"seat-01"}  # type: ignore[attr-defined]
    actions = [e.action for e in reminded]  # type: ignore[attr-defined]
    assert actions == [
        StepAction.REMIND,
        StepAction.REMIND,
        StepAction.NUDGE,
        StepAction.OFFER,
        StepAction.ESCALATE,
    ]


def test_a_vote_of_two_thirds_closes_the_phase_once_all_have_voted(play: Play) -> None:
    convened(play)
    play.say(CallVote(ExitKind.ADVANCE))
    for seat in SEATS[:8]:
        play.seat_says(seat, CastBallot(Choice.FOR))
    for seat in SEATS[8:]:
        play.seat_says(seat, CastBallot(Choice.AGAINST))
    exited = play.entries[-1].event
    assert (exited.exit, exited.to, exited.taken_by) == (ExitKind.ADVANCE, "joint_planning", TakenBy.VOTE)  # type: ignore[attr-defined]
    with pytest.raises(PhaseSettled):
        play.seat_says("seat-01", NO)


def test_less_than_two_thirds_fails_and_the_silent_are_no_longer_reminded(play: Play) -> None:
    convened(play)
    play.say(CallVote(ExitKind.ADVANCE))
    play.seat_says("seat-01", CastBallot(Choice.FOR))
    play.seat_says("seat-02", CastBallot(Choice.AGAINST))
    happened = play.wait(10)
    counted = next(event for event in happened if event.KIND == "vote.counted")
    assert (counted.passed, counted.tie) == (False, True)  # type: ignore[attr-defined]
    assert not [w for w in waiting_on(play.initiative) if w.duty == "vote"]


def test_a_vote_cannot_be_called_while_the_gate_is_shut(play: Play) -> None:
    with pytest.raises(GateShut):
        play.say(CallVote(ExitKind.ADVANCE))


def test_nobody_answering_ends_in_a_stop_that_no_one_had_to_decide(play: Play) -> None:
    forecast = next_if_nobody_acts(play.initiative)
    assert forecast is not None
    assert forecast.kinds == ("reminder.due",)
    play.wait(400)
    assert play.initiative.outcome == "stopped_well"
    assert play.kinds()[-2:] == ["phase.exited", "initiative.ended"]


def test_the_coordinator_loops_back_only_with_a_reason_and_stops_well(play: Play) -> None:
    play.say(TakeExit(ExitKind.STOP, text()))
    assert play.initiative.outcome == "stopped_well"


def test_a_chair_who_withdraws_is_named_again(play: Play) -> None:
    for seat in SEATS:
        play.seat_says(seat, YES)
    play.say(NameChair("seat-01", "seat-02"))
    play.seat_says("seat-01", NO)
    assert [w.duty for w in waiting_on(play.initiative) if w.seat is None] == ["name_chair"]


def test_only_the_chair_writes_minutes(play: Play) -> None:
    for seat in SEATS:
        play.seat_says(seat, YES)
    play.say(NameChair("seat-01", "seat-02"))
    with pytest.raises(NotEntitled):
        play.seat_says("seat-03", WriteMinutes(text()))
    play.seat_says("seat-02", WriteMinutes(text()))
    assert not play.initiative.owed("write_minutes")


def test_seats_cannot_advance_by_role_where_the_model_asks_for_a_vote(play: Play) -> None:
    convened(play)
    with pytest.raises(NotEntitled):
        play.say(TakeExit(ExitKind.ADVANCE))
