"""Words that only gates use: what must be settled to the last piece, and what is asked of the shared indicators."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.shares import Share


class Settled(StrEnum):
    """Things of which not one may be left over; a model writes them as `commitments: settled`."""

    COMMITMENTS = "commitments.settled"
    CLAIMS = "claims.verified"
    REQUIREMENTS = "requirements.covered"
    GROUNDS = "grounds.evidenced"
    APPLICATION = "application.decided"
    LESSONS = "lessons.answered"


class IndicatorNeed(StrEnum):
    """What `require` may ask of the shared indicators: that each has its baseline, or that one measures this level."""

    BASELINE = "baseline"
    INPUT = "input"
    OUTPUT = "output"
    OUTCOME = "outcome"
    IMPACT = "impact"


class BallotNeed(StrEnum):
    """What a vote may ask of its ballots, as the gate asks it of those present: so many of them, abstentions counted;
    votes for it from these sectors, where it is on going on.
    """

    QUORUM = "quorum"
    SECTORS = "sectors"


class EarlyEnd(StrEnum):
    """What a pilot needs to end before its planned end: the reason, and a stop criterion, if the plan names any."""

    REASONED = "reasoned"


@dataclass(frozen=True)
class IndicatorsRule:
    """How many indicators there are at least and at most, what they need, and which share of the observations that have
    fallen due must be in. "Not obtainable" is in.
    """

    least: int | None = None
    most: int | None = None
    require: tuple[IndicatorNeed, ...] | None = None
    measured: Share | None = None


@dataclass(frozen=True)
class ConditionsRule:
    """What the ratings of each of the five conditions must reach, on the scale of 1 to 4: `least` on the mean over
    sectors, and no sector below `no_sector_below`.
    """

    least: int
    no_sector_below: int
