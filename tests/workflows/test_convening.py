"""Convening on a real server: answers, reminders, the vote, the hand-over."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta

import pytest
from temporalio.client import WorkflowUpdateFailedError

from domain.actors import Channel, Role, Speaker
from domain.charter import Charter
from domain.commands import CallVote, CastBallot
from domain.events import Choice
from domain.matters.meetings.commands import FixMeeting
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, NameChair, Reply, WriteMinutes
from tests.fixtures.rules import MODEL, charter, text
from tests.fixtures.temporal import Runs

pytestmark = pytest.mark.server


def convening_first() -> Charter:
    model = replace(MODEL, first="convening")
    return replace(charter(model=model), initiative=f"i-{secrets.token_hex(6)}")


def speaker(number: int) -> Speaker:
    return Speaker(f"holder-{number:02}", Role.PARTICIPANT, Channel.LINK, f"seat-{number:02}")


async def test_a_table_convenes_and_hands_over(runs: Runs) -> None:
    run = await runs.start(convening_first())
    for number in range(1, 13):
        await run.say(AnswerInvitation(Reply.YES), speaker(number))
    await run.say(NameChair("seat-01", "seat-02"))
    await run.say(WriteMinutes(text()), speaker(1))
    await run.say(FixMeeting(await run.now() + timedelta(days=40)))
    await run.say(CallVote(ExitKind.ADVANCE))
    for number in range(1, 13):
        await run.say(CastBallot(Choice.FOR), speaker(number))
    kinds = await run.kinds()
    assert kinds.count("ballot.cast") == 12
    assert "phase.exited" in kinds
    assert (await run.folded()).at.to == "joint_planning" or (await run.folded()).at.phase == "joint_planning"


async def test_reminders_come_by_the_ladder_and_silence_ends_in_a_stop(runs: Runs) -> None:
    run = await runs.start(convening_first())
    await run.say(AnswerInvitation(Reply.YES), speaker(1))
    await run.forward(timedelta(days=200))
    entries = await run.entries()
    reminded = [e for e in entries if e.event.KIND == "reminder.due" and "/seat-02" in e.event.obligation]  # type: ignore[attr-defined]
    assert [e.event.action for e in reminded] == ["remind", "remind", "nudge", "offer", "escalate"]  # type: ignore[attr-defined]
    local = [(await run.folded()).calendar.local(e.at) for e in reminded]
    assert {(moment.hour, moment.minute, moment.second) for moment in local} == {(9, 0, 0)}
    assert entries[-1].event.KIND == "initiative.ended"


async def test_the_same_key_counts_once_and_a_refusal_leaves_no_entry(runs: Runs) -> None:
    run = await runs.start(convening_first())
    key = secrets.token_hex(8)
    first = await run.say(AnswerInvitation(Reply.YES), speaker(1), key=key)
    again = await run.say(AnswerInvitation(Reply.YES), speaker(1), key=key)
    assert first == again
    count = len(await run.entries())
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await run.say(AnswerInvitation(Reply.YES), speaker(1))
    assert refused.value.cause.type == "AlreadyAnswered"  # type: ignore[attr-defined, union-attr]
    assert len(await run.entries()) == count
