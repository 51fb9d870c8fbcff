"""What favours meetings: the first date suits and is fixed, all come, and the minutes are right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from domain.favouring import TEXT, Act, Giving, giving
from domain.initiative import Initiative
from domain.matters.meetings import commands
from domain.matters.meetings.meeting import ATTEND, FIX, MINUTE, OBJECTION, POLL, REVIEW
from domain.obligations import Obligation

if TYPE_CHECKING:
    from domain.matters.meetings.state import Meetings


def favourable(state: Meetings, initiative: Initiative) -> Iterator[Act]:
    """See `Matter.favourable`."""

    def first(_: Initiative, owed: Obligation) -> commands.FixMeeting | None:
        meeting = state.meetings.get(owed.subject or "")
        return commands.FixMeeting(meeting.proposals[0], meeting.id) if meeting else None

    return giving(initiative, {FIX: first} | _GIVING)


def _noted(_: Initiative, owed: Obligation) -> commands.AnswerObjection:
    meeting, seat = (owed.subject or "").split(".", 1)
    return commands.AnswerObjection(meeting, seat, commands.ObjectionAnswer.NOTED, TEXT)


_GIVING: dict[str, Giving] = {
    POLL: lambda _, owed: commands.AnswerPoll(owed.subject or "", (1,)),
    ATTEND: lambda _, owed: commands.AttendMeeting((owed.subject or "").partition(".")[0], commands.Coming.YES),
    MINUTE: lambda _, owed: commands.MinuteMeeting(owed.subject or "", TEXT),
    REVIEW: lambda _, owed: commands.ReviewMinutes(owed.subject or "", agrees=True),
    OBJECTION: _noted,
}
