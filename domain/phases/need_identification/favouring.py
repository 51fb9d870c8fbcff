"""What favours need identification: every seat raises a need, and every need is taken up."""

from __future__ import annotations

from collections.abc import Iterator

from domain.facts import Value
from domain.favouring import TEXT, Act, Giving, giving
from domain.initiative import Initiative
from domain.phases.need_identification import commands, duties

_GIVING: dict[str, Giving] = {
    duties.SUBMIT: lambda _, owed: commands.SubmitNeed(TEXT),
    duties.ANSWER: lambda _, owed: commands.AnswerNeed(owed.subject or "", commands.OwnAnswer.TAKEN_UP, TEXT),
    duties.BASELINE: lambda _, owed: commands.SettleBaseline(TEXT, Value("1")),
    duties.STATE: lambda _, owed: commands.StateProblem(TEXT),
    duties.CONFIRM: lambda _, owed: commands.ConfirmStatement(True),
}


def favourable(initiative: Initiative) -> Iterator[Act]:
    """See `PhaseState.favourable`."""
    return giving(initiative, _GIVING)
