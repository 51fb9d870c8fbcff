"""What each thing that is said of a matter costs in events of the workflow's history, said alone: six, and two more
where it moves the run's timer. A correction, which asks the whole ledger, costs more, and is rare.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.actors import Channel, Role, Speaker
from domain.commands import Command, RenewMandate, WithdrawAnswer
from domain.cycle import MATTERS
from domain.matters.application.commands import (
    AllotSection,
    CommentSection,
    NameCall,
    OpenComments,
    Requirement,
    RequirementKind,
    WriteSection,
)
from domain.matters.hours.commands import CorrectHours, GiveHours, SetRate, Work
from domain.matters.meetings.commands import AnswerPoll, AttendMeeting, Coming, FixMeeting, PollDates
from domain.matters.parking.commands import Recheck, RecheckNeed
from domain.matters.seats.commands import EndAbsence, HandDutyOn, LeaveSeat, NameDeputies, PassSeat, ReportAbsence
from domain.matters.support.commands import (
    GiveSupport,
    Helped,
    PromiseSupport,
    RateSupport,
    RequestSupport,
    SupportLevel,
)
from domain.phases.need_identification.commands import AnswerNeed, NothingToRaise, OwnAnswer, SubmitNeed
from tests.fixtures.cycle import holder
from tests.fixtures.databases import BOTH
from tests.fixtures.profiles import CAMPAIGN
from tests.fixtures.rules import COORDINATOR, MODEL, charter, roster, text
from tests.fixtures.temporal import Run, Runs

pytestmark = [
    pytest.mark.server,
    pytest.mark.parametrize("database_url", BOTH if CAMPAIGN else BOTH[:1], indirect=True),
]
LONE, OF_A_TIMER, OF_A_CORRECTION = 6, 2, 18
PHONE = Speaker(COORDINATOR.actor, Role.COORDINATOR, Channel.PHONE, "seat-03", COORDINATOR.actor)
ONE, TWO = holder("seat-01"), holder("seat-02")
Said = tuple[Command, Speaker]


async def everything_said(run: Run) -> list[Said]:
    """Something of every matter, in an order that can be said."""
    initiative, now = await run.folded(), await run.now()
    asked = next(id_ for id_, one in initiative.obligations.items() if one.seat == "seat-04")
    today, mandate = initiative.calendar.local(now).date(), initiative.charter.mandate
    soon, later = now + timedelta(days=20), now + timedelta(days=21)
    needed = (Requirement("goals", RequirementKind.TEXT),)
    return [
        (SubmitNeed(text()), PHONE),
        (AnswerNeed("n1", OwnAnswer.PARKED, text(), today + timedelta(days=90)), COORDINATOR),
        (RecheckNeed("n1", Recheck.TAKEN_UP, text()), COORDINATOR),
        (NameDeputies(("deputy-01", "second-01"), "seat-01"), COORDINATOR),
        (HandDutyOn(asked), holder("seat-04")),
        (ReportAbsence(later, soon), TWO),
        (EndAbsence(), TWO),
        (LeaveSeat(text()), holder("seat-06")),
        (PassSeat("seat-06", "next-06"), COORDINATOR),
        (PollDates((soon, later)), COORDINATOR),
        (AnswerPoll("m1", (1,)), ONE),
        (AnswerPoll("m1", (2,)), PHONE),
        (FixMeeting(soon, "m1"), COORDINATOR),
        (AttendMeeting("m1", Coming.YES), ONE),
        (RequestSupport(SupportLevel.ACTOR, text()), ONE),
        (PromiseSupport("r1"), COORDINATOR),
        (GiveSupport("r1", text()), COORDINATOR),
        (RateSupport("r1", Helped.YES), ONE),
        (GiveHours(Work.OTHER, today, 60, 3), ONE),
        (CorrectHours("h1", Work.OTHER, today, 90, 3), ONE),
        (SetRate("leader_2026", 1500), COORDINATOR),
        (NameCall(text(), "funder", today + timedelta(days=200), needed), COORDINATOR),
        (AllotSection(text(), "seat-01", "seat-02", ("goals",)), COORDINATOR),
        (WriteSection("s1", text()), ONE),
        (OpenComments(), COORDINATOR),
        (CommentSection("s1", text(), objects=True), TWO),
        (RenewMandate(replace(mandate, id="mandate-2", former=mandate.id)), COORDINATOR),
    ]


async def events(run: Run) -> int:
    """How many events the history of its run holds."""
    return len((await run.handle.fetch_history()).events)


async def test_what_is_said_of_a_matter_costs_six_events(
    runs: Runs, record_property: Callable[[str, object], None]
) -> None:
    model = replace(MODEL, first="need_identification")
    run = await runs.start(replace(charter(roster(6), model), initiative=f"i-{secrets.token_hex(6)}"))
    cost: dict[str, int] = {}
    for command, by in await everything_said(run):
        before, wake = await events(run), await run.wake()
        await run.say(command, by)
        cost[command.KIND] = await events(run) - before
        moved = OF_A_TIMER if await run.wake() != wake else 0
        assert cost[command.KIND] <= LONE + moved, command.KIND
    wrong, heard = await run.say(NothingToRaise(), holder("seat-04")), replace(PHONE, seat="seat-04")
    before = await events(run)
    await run.say(WithdrawAnswer(wrong, text()), heard)
    corrected = await events(run) - before
    folded = await run.folded()
    assert {*folded.matters} >= {*MATTERS} - {"entries", "mandate"}
    record_property("events of what is said alone", f"{max(cost.values())} at most, a correction {corrected}")
    assert corrected <= OF_A_CORRECTION
