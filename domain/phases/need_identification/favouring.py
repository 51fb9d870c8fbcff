"""What favours need identification: every seat raises a need, and every need is taken up."""

from __future__ import annotations

from collections.abc import Iterator

from domain.facts import Value
from domain.favouring import TEXT, Act, Giving, giving
from domain.initiative import Initiative
from domain.obligations import Obligation
from domain.phases.need_identification import commands, duties


def _need(owed: Obligation) -> str:
    return (owed.subject or "").partition(".")[0]


_GIVING: dict[str, Giving] = {
    duties.SUBMIT: lambda _, owed: commands.SubmitNeed(TEXT),
    duties.ANSWER: lambda _, owed: commands.AnswerNeed(_need(owed), commands.OwnAnswer.TAKEN_UP, TEXT),
    duties.WORDING: lambda _, owed: commands.ConfirmWording(_need(owed), agrees=True),
    duties.REWORD: lambda _, owed: commands.WordCluster(_need(owed), TEXT),
    duties.CALL: lambda _, owed: commands.ReportCalls(),
    duties.BASELINE: lambda _, owed: commands.SettleBaseline(TEXT, Value("1")),
    duties.STATE: lambda _, owed: commands.StateProblem(TEXT),
    duties.CONFIRM: lambda _, owed: commands.ConfirmStatement(True),
}


def favourable(initiative: Initiative) -> Iterator[Act]:
    """See `PhaseState.favourable`."""
    return giving(initiative, _GIVING)
