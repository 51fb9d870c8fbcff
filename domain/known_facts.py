"""How a fact of a condition is told: what is measured over fewer than three things is not shown, as one could read a
single seat out of it; what nothing is known of is told as that ("ei tietoa"), never as 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from statistics import median_low

from domain.conditions import FEWEST


class Known(StrEnum):
    """What is told of a condition."""

    SECTORS_PRESENT = "sectors_present"  # of the sectors invited, how many take part
    ENDORSEMENT_AGE = "endorsement_age"  # of the plan that holds
    OBSERVATIONS_IN = "observations_in"  # of those that have fallen due; "not obtainable" is in
    OBSERVATIONS_LATE = "observations_late"  # behind the due day; 0 for what came in time
    COMMITMENTS_KEPT = "commitments_kept"
    COMMITMENTS_CHANGED = "commitments_changed"
    COMMITMENTS_RELEASED = "commitments_released"
    COMMITMENTS_BROKEN = "commitments_broken"
    COMMITMENTS_OPEN = "commitments_open"
    MEETING_RHYTHM = "meeting_rhythm"  # between meetings that were held
    LETTERS_PER_PERSON = "letters_per_person"  # that left
    SUPPORT_GIVEN = "support_given"  # of the requests for support
    SUPPORT_RESPONSE = "support_response"  # until the first answer to a request


class MeasuredIn(StrEnum):
    """In what something is measured."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    LETTERS = "letters"


@dataclass(frozen=True)
class KnownFact:
    """One fact. What is counted has `have`, `of` a whole where there is one; what is measured over `n` things has its
    `unit`, the lower `median` and the `spread` from least to most. None: nothing is known, or `n` is below three.
    """

    fact: Known
    n: int
    have: int | None = None
    of: int | None = None
    unit: MeasuredIn | None = None
    median: int | None = None
    spread: tuple[int, int] | None = None


def measured(fact: Known, unit: MeasuredIn, values: Iterable[int], have: int | None = None) -> KnownFact:
    """A fact that is measured over several things; it shows neither median nor spread of fewer than three."""
    known = sorted(values)
    if len(known) < FEWEST:
        return KnownFact(fact, len(known), have, unit=unit)
    return KnownFact(fact, len(known), have, unit=unit, median=median_low(known), spread=(known[0], known[-1]))


def counted(fact: Known, have: int, of: int) -> KnownFact:
    """So many of a whole; of nothing nothing is known."""
    return KnownFact(fact, of, have, of) if of else KnownFact(fact, 0)
