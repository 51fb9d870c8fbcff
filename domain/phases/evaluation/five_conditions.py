"""The five conditions of collective impact as the seats rate them: never one averaged number.

Median inside each sector, then the mean over sectors, so that many answers of one sector move it no more than one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median_low

from domain.initiative import Initiative
from domain.phases.evaluation.commands import CONDITIONS
from domain.phases.evaluation.state import Evaluation
from domain.seats import Sector

FEWEST = 3
"""Fewer ratings than this are not shown, so that no seat can be read out of them."""

_REALISED, _TOO_LOW = 3, 2


@dataclass(frozen=True)
class SectorRating:
    """The lower median (1–4) of the `n` seats of one sector that rated the condition."""

    median: int
    n: int


@dataclass(frozen=True)
class Condition:
    """How one condition is rated by `n` seats.

    `mean` over sectors is in hundredths, rounded down; `spread` the lowest and the highest rating. Below three ratings
    all but `n` is left out: `mean`, `spread` and `met` are None.
    """

    condition: str
    n: int
    sectors: dict[Sector, SectorRating] = field(default_factory=dict)
    mean: int | None = None
    spread: tuple[int, int] | None = None
    met: bool | None = None


def five_conditions(initiative: Initiative) -> tuple[Condition, ...]:
    """The five conditions by the ratings given so far. Raises LookupError outside evaluation."""
    state, seats = initiative.now_in, initiative.seats
    if not isinstance(state, Evaluation):
        raise LookupError("the five conditions are rated in evaluation")
    results: list[Condition] = []
    for condition in CONDITIONS:
        by_sector: dict[Sector, list[int]] = {}
        for seat in state.standing(initiative).present:
            rating: int | None = getattr(state.ratings[seat], condition)
            if rating is not None:
                by_sector.setdefault(seats[seat].sector, []).append(rating)
        results.append(rated(condition, by_sector))
    return tuple(results)


def rated(condition: str, by_sector: dict[Sector, list[int]]) -> Condition:
    """One condition by the ratings (1–4, at least one each) of the sectors that gave any.

    It is met where the mean is 3 or more and no sector is below 2.
    """
    ratings = [rating for given in by_sector.values() for rating in given]
    if len(ratings) < FEWEST:
        return Condition(condition, len(ratings))
    sectors = {sector: SectorRating(median_low(given), len(given)) for sector, given in sorted(by_sector.items())}
    medians = [sector.median for sector in sectors.values()]
    return Condition(
        condition,
        len(ratings),
        sectors,
        mean=100 * sum(medians) // len(medians),
        spread=(min(ratings), max(ratings)),
        met=sum(medians) >= _REALISED * len(medians) and min(medians) >= _TOO_LOW,
    )
