"""What favours an application: a call a season ahead, one section that answers it, no objection, and a grant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from domain.favouring import TEXT, Act, Giving, giving
from domain.initiative import Initiative
from domain.matters.application import commands
from domain.matters.application.milestones import COMMENT, CYCLE, DECISION, ENDORSE, NAME, WRITE, about

if TYPE_CHECKING:
    from domain.matters.application.state import Application

_AHEAD: Final = timedelta(days=300)
_NEEDED: Final = (commands.Requirement("goals", commands.RequirementKind.TEXT),)


def favourable(state: Application, initiative: Initiative) -> Iterator[Act]:
    """See `Matter.favourable`."""
    opened, active = initiative.at.opened_at, initiative.active
    today = initiative.calendar.local(opened).date()
    received = state.receipt.at if state.receipt else state.frozen_at or opened
    kinds: dict[str, Giving] = {
        NAME: lambda _, owed: commands.NameCall(TEXT, "funder", today + _AHEAD, _NEEDED),
        WRITE: lambda _, owed: commands.WriteSection(about(owed), TEXT),
        COMMENT: lambda _, owed: commands.NoComment(),
        ENDORSE: lambda _, owed: commands.Endorse(True),
        DECISION: lambda _, owed: commands.RecordDecision(
            commands.FundersAnswer.GRANTED, "1/1", initiative.calendar.local(received).date()
        ),
        CYCLE: lambda _, owed: commands.StartCycle(initiative.charter.model.id),
    }
    yield from giving(initiative, kinds)
    if state.call is None or state.receipt is not None:
        return
    if not state.sections and len(active) > 1:
        yield Act(commands.AllotSection(TEXT, active[0], active[1], state.call.ids))
    if not state.round:
        yield Act(commands.OpenComments())
    yield Act(commands.OpenEndorsing())
    yield Act(commands.Freeze())
    yield Act(commands.RecordSubmission("1/1", received))
