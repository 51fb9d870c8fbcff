"""The first three phases of an initiative, played on the pure rules."""

from __future__ import annotations

from datetime import timedelta

from bench.rehearsal import Rehearsal, sealed
from domain.commands import CallVote, CastBallot, TakeExit
from domain.events import Choice
from domain.facts import Level, Value
from domain.matters.meetings.commands import FixMeeting
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, NameChair, Reply, WriteMinutes
from domain.phases.joint_planning.commands import (
    AddActivity,
    AddGoal,
    AddRisk,
    AddStopCriterion,
    DefineIndicator,
    EndorsePlan,
    FixEvaluation,
    MakeCommitment,
    OpenEndorsement,
    OpenPlanComments,
    SetBaseline,
)
from domain.phases.need_identification.commands import (
    AnswerNeed,
    ConfirmStatement,
    NothingToRaise,
    OwnAnswer,
    SettleBaseline,
    StateProblem,
    SubmitNeed,
)


def identify_needs(run: Rehearsal, seats: list[str], needs: int, *, parked: int = 0) -> None:
    """Needs are raised by all but the last seats, answered, and stated; the next phase is opened. The last `parked`
    needs wait for half a year.
    """
    for seat in seats[: needs - 1]:
        run.seat_says(seat, SubmitNeed(sealed()))
    for seat in seats[needs - 1 :]:
        run.seat_says(seat, NothingToRaise())
    run.say(SubmitNeed(sealed(), run.initiative.seats[seats[1]].sector))
    until = run.initiative.calendar.local(run.now).date() + timedelta(days=183)
    for number in range(1, needs + 1):
        waits = number > needs - parked
        answer = OwnAnswer.PARKED if waits else OwnAnswer.TAKEN_UP
        run.say(AnswerNeed(f"n{number}", answer, sealed(), until if waits else None))
    run.say(StateProblem(sealed()))
    for seat in seats[: needs - 1]:
        run.seat_says(seat, ConfirmStatement(agrees=True))
    run.say(SettleBaseline(sealed(), Value("0")))
    run.say(TakeExit(ExitKind.ADVANCE))
    run.enter_next()


def convene(run: Rehearsal, seats: list[str]) -> None:
    """Every seat accepts, a meeting is agreed on, and all vote for going on."""
    for seat in seats:
        run.seat_says(seat, AnswerInvitation(Reply.YES))
    run.say(NameChair(seats[0], seats[1]))
    run.seat_says(seats[0], WriteMinutes(sealed()))
    run.say(FixMeeting(run.now + timedelta(days=30)))
    run.say(CallVote(ExitKind.ADVANCE))
    for seat in seats:
        run.seat_says(seat, CastBallot(Choice.FOR))
    run.enter_next()


def plan_jointly(run: Rehearsal, seats: list[str], activities: int) -> None:
    """Activities, indicators and a commitment of every seat; all endorse, and consent to going on."""
    run.say(AddGoal(sealed()))
    for number in range(activities):
        run.say(AddActivity(sealed(), seats[number], seats[-number - 1]))
    for number in range(1, 4):
        run.say(DefineIndicator(sealed(), Level.OUTPUT, seats[number], "P1M", 10))
        run.say(SetBaseline(f"i{number}", Value("0")))
    for number, seat in enumerate(seats):
        run.seat_says(seat, MakeCommitment(f"a{number % activities + 1}", sealed()))
    run.say(AddRisk(sealed()))
    run.say(AddStopCriterion(sealed()))
    run.say(FixEvaluation(run.now.date() + timedelta(days=500)))
    run.say(OpenPlanComments())
    run.say(OpenEndorsement())
    for seat in seats:
        run.seat_says(seat, EndorsePlan(endorses=True))
    run.say(CallVote(ExitKind.ADVANCE))
    for seat in seats:
        run.seat_says(seat, CastBallot(Choice.FOR))
