"""What favours convening: everybody comes, and the first two chair."""

from __future__ import annotations

from collections.abc import Iterator

from domain.commands import Command
from domain.favouring import TEXT, Act, Giving, giving
from domain.initiative import Initiative
from domain.matters.meetings.commands import FixMeeting
from domain.obligations import Obligation
from domain.phases.convening import commands
from domain.spans import Span, Unit


def _chairs(initiative: Initiative, _: Obligation) -> Command | None:
    present = initiative.now_in.standing(initiative).present
    return commands.NameChair(present[0], present[1]) if len(present) > 1 else None


_SECOND_WEEK = Span(6, Unit.WORKING_DAYS)
_GIVING: dict[str, Giving] = {
    "answer_invitation": lambda _, owed: commands.AnswerInvitation(commands.Reply.YES),
    "name_chair": _chairs,
    "write_minutes": lambda _, owed: commands.WriteMinutes(TEXT),
}


def favourable(initiative: Initiative) -> Iterator[Act]:
    """See `PhaseState.favourable`. A meeting is fixed for the second week, where one must be agreed on."""
    yield from giving(initiative, _GIVING)
    if any(not clause.met for clause in initiative.now_in.own_clauses(initiative)):
        yield Act(FixMeeting(initiative.calendar.due(initiative.at.opened_at, _SECOND_WEEK)))
