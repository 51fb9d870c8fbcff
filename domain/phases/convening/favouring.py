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


_WEEKS = [Span(days, Unit.WORKING_DAYS) for days in (6, 16, 26, 41, 61)]
_GIVING: dict[str, Giving] = {
    "answer_invitation": lambda _, owed: commands.AnswerInvitation(commands.Reply.YES),
    "name_chair": _chairs,
    "follow_referral": lambda _, owed: commands.FollowReferral((owed.subject or "").partition(".")[0], TEXT),
    "write_ground_rules": lambda _, owed: commands.WriteGroundRules(TEXT),
    "review_ground_rules": lambda _, owed: commands.ReviewGroundRules(True),
    "write_minutes": lambda _, owed: commands.WriteMinutes(TEXT),
}


def favourable(initiative: Initiative) -> Iterator[Act]:
    """See `PhaseState.favourable`. Where a meeting must be agreed on, it is fixed for the second week, or one that
    is still to come.
    """
    yield from giving(initiative, _GIVING)
    if any(not clause.met for clause in initiative.now_in.own_clauses(initiative)):
        for span in _WEEKS:
            yield Act(FixMeeting(initiative.calendar.due(initiative.at.opened_at, span)))
