"""The baton at a hand-over, as large as it gets: 200 seats, 100 needs, 50 activities, 500 keys of commands."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from bench.measures import Figures
from bench.rehearsal import Rehearsal, charter, sealed
from bench.sizes import Size
from domain.commands import CallVote, CastBallot, TakeExit
from domain.events import Choice
from domain.facts import Level, Value
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, NameChair, Reply, WriteMinutes
from domain.phases.joint_planning.commands import (
    AddActivity,
    AddGoal,
    DefineIndicator,
    EndorsePlan,
    MakeCommitment,
    OpenEndorsement,
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
from stack.payloads import CONVERTER


async def measure(size: Size) -> Figures:
    """Bytes of the baton that joint planning hands to piloting, and milliseconds to make its payload."""
    seats, needs, activities = size.of((200, 100, 50), (12, 6, 4))
    run = Rehearsal(charter(seats), datetime.now(UTC))
    places = list(run.initiative.seats)
    _identify(run, places, needs)
    _convene(run, places)
    _plan(run, places, activities)
    began = time.process_time()
    [payload] = await CONVERTER.encode([run.pen.baton()])
    seconds = time.process_time() - began
    plain = CONVERTER.payload_converter.to_payloads([run.pen.baton()])[0]
    return {
        "kib": len(payload.data) / 1024,
        "plain_kib": len(plain.data) / 1024,
        "payload_ms": 1000 * seconds,
        "seats": seats,
        "needs": len(run.initiative.facts.needs),
        "activities": activities,
    }


def _identify(run: Rehearsal, seats: list[str], needs: int) -> None:
    for seat in seats[: needs - 1]:
        run.seat_says(seat, SubmitNeed(sealed()))
    for seat in seats[needs - 1 :]:
        run.seat_says(seat, NothingToRaise())
    run.say(SubmitNeed(sealed(), run.initiative.seats[seats[1]].sector))
    for number in range(1, needs + 1):
        run.say(AnswerNeed(f"n{number}", OwnAnswer.TAKEN_UP, sealed()))
    run.say(StateProblem(sealed()))
    for seat in seats[: needs - 1]:
        run.seat_says(seat, ConfirmStatement(agrees=True))
    run.say(SettleBaseline(sealed(), Value("0")))
    run.say(TakeExit(ExitKind.ADVANCE))
    run.enter_next()


def _convene(run: Rehearsal, seats: list[str]) -> None:
    for seat in seats:
        run.seat_says(seat, AnswerInvitation(Reply.YES))
    run.say(NameChair(seats[0], seats[1]))
    run.seat_says(seats[0], WriteMinutes(sealed()))
    run.say(CallVote(ExitKind.ADVANCE))
    for seat in seats:
        run.seat_says(seat, CastBallot(Choice.FOR))
    run.enter_next()


def _plan(run: Rehearsal, seats: list[str], activities: int) -> None:
    run.say(AddGoal(sealed()))
    for number in range(activities):
        run.say(AddActivity(sealed(), seats[number], seats[-number - 1]))
    for number in range(1, 4):
        run.say(DefineIndicator(sealed(), Level.OUTPUT, seats[number], "P1M", 10))
        run.say(SetBaseline(f"i{number}", Value("0")))
    for number, seat in enumerate(seats):
        run.seat_says(seat, MakeCommitment(f"a{number % activities + 1}", sealed()))
    run.say(OpenEndorsement())
    for seat in seats:
        run.seat_says(seat, EndorsePlan(endorses=True))
    run.say(TakeExit(ExitKind.ADVANCE))
