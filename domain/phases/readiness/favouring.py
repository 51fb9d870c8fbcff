"""What favours readiness: every seat finds the place ready, and the landscape is noted."""

from __future__ import annotations

from collections.abc import Iterator

from domain.favouring import TEXT, Act, Giving, giving
from domain.initiative import Initiative
from domain.phases.readiness import commands, duties

_GIVING: dict[str, Giving] = {
    duties.FORM: lambda _, owed: commands.AnswerReadiness(commands.Approach.RIGHT, 4, 4, 4),
    duties.LANDSCAPE: lambda _, owed: commands.NoteLandscape(TEXT),
    duties.CULTIVATE: lambda _, owed: commands.CheckAgain(),
    duties.ACTION: lambda _, owed: commands.ReportAction((owed.subject or "").partition(".")[0], done=True),
}


def favourable(initiative: Initiative) -> Iterator[Act]:
    """See `PhaseState.favourable`."""
    return giving(initiative, _GIVING)
