"""The pictures of outcomes: the five conditions, a trend for each indicator, and how a practice lived on."""

from __future__ import annotations

from dataclasses import dataclass

from api.outcomes import Outcomes
from api.web.pictures.conditions import Conditions
from api.web.pictures.readings.conditions import conditions_of
from api.web.pictures.readings.survivals import survival_of
from api.web.pictures.readings.trends import trend_of
from api.web.pictures.survival import Survival
from api.web.pictures.trend import Trend


@dataclass(frozen=True)
class Pictures:
    """What is drawn; None where nothing has been rated, or no practice been established. `met` counts the conditions
    that were met in the newest round, of all five.
    """

    conditions: Conditions | None
    met: int
    trends: tuple[Trend, ...]
    survival: Survival | None


def drawn(found: Outcomes, language: str) -> Pictures:
    """All pictures of these outcomes. Ratings of few are shown to nobody here."""
    facts = found.facts
    rated = any(round_.n for one in facts.conditions.conditions for round_ in one.rounds)
    newest = [one.rounds[-1].met for one in facts.conditions.conditions if one.rounds]
    return Pictures(
        conditions=conditions_of(facts.conditions, language) if rated else None,
        met=newest.count(True),
        trends=tuple(trend_of(one, language, f"trend-{one.id}") for one in facts.indicators),
        survival=survival_of([found.survival], found.after, language) if found.survival else None,
    )
