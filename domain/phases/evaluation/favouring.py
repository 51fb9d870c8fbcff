"""What favours evaluation: good ratings, one claim that an outsider confirms, one lesson."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from domain.facts import Verdict
from domain.favouring import TEXT, Act, Giving, giving
from domain.initiative import Initiative
from domain.phases.evaluation import claiming, commands, learning, results, rubric, verifying

if TYPE_CHECKING:
    from domain.phases.evaluation.state import Evaluation

_GIVING: dict[str, Giving] = {
    rubric.DUTY: lambda _, owed: commands.AnswerRubric(3, 3, 3, 3, 3),
    verifying.DUTY: lambda _, owed: commands.VerifyClaim(
        (owed.subject or "").partition(".")[0], Verdict.CONFIRMED, TEXT
    ),
    learning.DUTY: lambda _, owed: commands.WriteLesson(TEXT),
    results.REPORT: lambda _, owed: commands.WriteReport(TEXT),
    results.TELLING: lambda _, owed: commands.PublishResults(TEXT),
}


def favourable(state: Evaluation, initiative: Initiative) -> Iterator[Act]:
    """See `PhaseState.favourable`. Whoever may verify the claim is found by trying every seat."""
    yield from giving(initiative, _GIVING)
    if initiative.owed(claiming.DUTY) is None:
        return
    for observation in list(initiative.facts.observations)[:1]:
        for seat in reversed(initiative.roster):
            yield Act(commands.MakeClaim(TEXT, (observation,), seat.id))
    yield Act(commands.NoClaims(TEXT))
