"""The five conditions of collective impact, and how the ratings of the seats add up: never one averaged number.

Median inside each sector, then the mean over sectors, so that many answers of one sector move it no more than one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from statistics import median_low
from typing import Final

from domain.gate_words import ConditionsRule
from domain.seats import Sector

FEWEST: Final = 3
"""Fewer ratings than this are not shown, of all seats or of one sector, so that no seat can be read out of them."""

REALISED: Final = ConditionsRule(3, 2)
"""A condition is met at 3 or more with no sector below 2, where the model asks for nothing else."""

MOST: Final = 4
"""The top of the scale."""


@dataclass(frozen=True)
class Ratings:
    """The five conditions of collective impact, each rated 1 just begun … 4 realised; None is "ei tietoa", never 0."""

    common_agenda: int | None = None
    shared_measurement: int | None = None
    reinforcing_activities: int | None = None
    continuous_communication: int | None = None
    backbone_support: int | None = None


CONDITIONS: Final = tuple(each.name for each in fields(Ratings))
"""The names of the five conditions, in their usual order."""

BySector = Mapping[Sector, Iterable[int]]


@dataclass(frozen=True)
class SectorRating:
    """The lower median (1–4) of the `n` seats of one sector that rated the condition; None below three of them."""

    median: int | None
    n: int


@dataclass(frozen=True)
class Condition:
    """How one condition is rated by `n` seats.

    `mean` over the medians of all sectors is in hundredths, rounded down; `spread` the lowest and the highest rating.
    Below three ratings all but `n` is left out: `mean`, `spread` and `met` are None. Mean and spread are left out, too,
    where less than three ratings are in sectors whose medians are not told: beside the others they would betray them.
    `met` is judged by all ratings, as the gate judges.
    """

    condition: str
    n: int
    sectors: dict[Sector, SectorRating] = field(default_factory=dict)
    mean: int | None = None
    spread: tuple[int, int] | None = None
    met: bool | None = None

    def below(self, least: int) -> tuple[Sector, ...]:
        """The sectors that are told to be below this."""
        told = ((sector, rating.median) for sector, rating in self.sectors.items())
        return tuple(sector for sector, median in told if median is not None and median < least)


def rated(condition: str, by_sector: BySector, rule: ConditionsRule = REALISED) -> Condition:
    """One condition by the ratings (1–4) of the sectors that gave any, and whether it is met by a rule."""
    heard = {sector: tuple(given) for sector, given in sorted(by_sector.items()) if given}
    ratings = [rating for given in heard.values() for rating in given]
    if len(ratings) < FEWEST:
        return Condition(condition, len(ratings))
    medians = [median_low(given) for given in heard.values()]
    betrays = 0 < sum(len(given) for given in heard.values() if len(given) < FEWEST) < FEWEST
    return Condition(
        condition,
        len(ratings),
        {sector: _told(given) for sector, given in heard.items()},
        mean=None if betrays else 100 * sum(medians) // len(medians),
        spread=None if betrays else (min(ratings), max(ratings)),
        met=sum(medians) >= rule.least * len(medians) and min(medians) >= rule.no_sector_below,
    )


def _told(given: Collection[int]) -> SectorRating:
    """What is told of one sector."""
    return SectorRating(median_low(given) if len(given) >= FEWEST else None, len(given))


def by_condition(
    ratings: Mapping[str, Ratings], sectors: Mapping[str, Sector]
) -> dict[str, dict[Sector, tuple[int, ...]]]:
    """What was rated, by condition and sector, from the ratings of seats; seats whose sector is not told are left out.

    Every condition is there, also one that nobody has rated.
    """
    found: dict[str, dict[Sector, tuple[int, ...]]] = {}
    for condition in CONDITIONS:
        given = found.setdefault(condition, {})
        for seat, said in ratings.items():
            rating: int | None = getattr(said, condition)
            if rating is not None and seat in sectors:
                given[sectors[seat]] = (*given.get(sectors[seat], ()), rating)
    return found
