"""What the engine itself knows of each of the five conditions. It stands beside what the seats say, and is never mixed
into it.

What is measured over fewer than three things is not shown, as one could read a single seat out of it; what nothing is
known of is told as that ("ei tietoa"), never as 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median_low
from typing import Final

from domain.calendar import Calendar
from domain.conditions import FEWEST
from domain.events import (
    DeadlineExtended,
    InitiativeResumed,
    ObligationFulfilled,
    ObligationOpened,
    ObligationReleased,
)
from domain.facts import CommitmentState
from domain.initiative import Initiative
from domain.ledger.entries import Recorded
from domain.matters.meetings import Meetings
from domain.matters.support import Support
from domain.phases.joint_planning.events import (
    DraftingReopened,
    EndorsementOpened,
    PlanEndorsed,
    PlanNotEndorsed,
)
from domain.phases.piloting.observing import DUTY as OBSERVE


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


@dataclass
class _Told:
    """What the entries tell that no state keeps: by obligation what was due when, and given when; endorsements."""

    due: dict[str, datetime] = field(default_factory=dict)
    given: dict[str, datetime] = field(default_factory=dict)
    endorsed: dict[str, datetime] = field(default_factory=dict)

    def tell(self, entry: Recorded) -> None:
        match entry.event:
            case ObligationOpened(id, duty, due=due) if duty == OBSERVE:
                self.due[id] = due
            case DeadlineExtended(due, obligation=str(id)) if id in self.due:
                self.due[id] = due
            case InitiativeResumed(dues):
                self.due |= {id: due for id, due in dues.items() if id in self.due}
            case ObligationReleased(id):
                self.due.pop(id, None)
            case ObligationFulfilled(id) if id in self.due:
                self.given[id] = entry.at
            case EndorsementOpened() | DraftingReopened():
                self.endorsed = {}
            case PlanEndorsed(seat):
                self.endorsed[seat] = entry.at
            case PlanNotEndorsed(seat):
                self.endorsed.pop(seat, None)
            case _:
                pass


def known_facts(
    entries: Iterable[Recorded], initiative: Initiative, now: datetime, letters: Sequence[int] | None = None
) -> dict[str, tuple[KnownFact, ...]]:
    """The facts by condition, from the entries that count and what they add up to. `letters` are how many each person
    got (None: not known).
    """
    told = _Told()
    for entry in entries:
        told.tell(entry)
    return {
        "common_agenda": (_sectors(initiative), _endorsements(told, initiative, now)),
        "shared_measurement": _observations(told, initiative, now),
        "reinforcing_activities": _commitments(initiative),
        "continuous_communication": (_meetings(initiative), _letters(letters)),
        "backbone_support": _support(initiative),
    }


def measured(fact: Known, unit: MeasuredIn, values: Iterable[int], have: int | None = None) -> KnownFact:
    """A fact that is measured over several things; it shows neither median nor spread of fewer than three."""
    known = sorted(values)
    if len(known) < FEWEST:
        return KnownFact(fact, len(known), have, unit=unit)
    return KnownFact(fact, len(known), have, unit=unit, median=median_low(known), spread=(known[0], known[-1]))


def _sectors(initiative: Initiative) -> KnownFact:
    seats = initiative.seats
    invited = {seat.sector for seat in seats.values()}
    present = {seats[seat].sector for seat in initiative.active}
    return KnownFact(Known.SECTORS_PRESENT, len(initiative.active), len(present), len(invited))


def _endorsements(told: _Told, initiative: Initiative, now: datetime) -> KnownFact:
    ages = (_days(initiative.calendar, at, now) for at in told.endorsed.values())
    return measured(Known.ENDORSEMENT_AGE, MeasuredIn.DAYS, ages)


def _observations(told: _Told, initiative: Initiative, now: datetime) -> tuple[KnownFact, KnownFact]:
    fallen_due = [id for id, due in told.due.items() if due <= now or id in told.given]
    given = [id for id in fallen_due if id in told.given]
    late = (_late(initiative.calendar, told.due[id], told.given[id]) for id in given)
    return (
        _counted(Known.OBSERVATIONS_IN, len(given), len(fallen_due)),
        measured(Known.OBSERVATIONS_LATE, MeasuredIn.DAYS, late),
    )


def _commitments(initiative: Initiative) -> tuple[KnownFact, ...]:
    states = [one.state for one in initiative.now_in.so_far(initiative.facts).commitments.values()]
    told: Final = {
        Known.COMMITMENTS_KEPT: CommitmentState.KEPT,
        Known.COMMITMENTS_CHANGED: CommitmentState.CHANGED,
        Known.COMMITMENTS_RELEASED: CommitmentState.RELEASED,
        Known.COMMITMENTS_BROKEN: CommitmentState.BROKEN,
        Known.COMMITMENTS_OPEN: CommitmentState.OPEN,
    }
    return tuple(_counted(fact, states.count(state), len(states)) for fact, state in told.items())


def _meetings(initiative: Initiative) -> KnownFact:
    if not initiative.has(Meetings.KIND):
        return KnownFact(Known.MEETING_RHYTHM, 0, unit=MeasuredIn.DAYS)
    held = sorted(initiative.kept(Meetings).held)
    between = (_days(initiative.calendar, one, other) for one, other in pairwise(held))
    return measured(Known.MEETING_RHYTHM, MeasuredIn.DAYS, between, len(held))


def _letters(letters: Sequence[int] | None) -> KnownFact:
    return measured(Known.LETTERS_PER_PERSON, MeasuredIn.LETTERS, letters or ())


def _support(initiative: Initiative) -> tuple[KnownFact, KnownFact]:
    kept = initiative.kept(Support) if initiative.has(Support.KIND) else Support()
    return (
        _counted(Known.SUPPORT_GIVEN, kept.given, kept.asked),
        measured(Known.SUPPORT_RESPONSE, MeasuredIn.WORKING_DAYS, kept.waited),
    )


def _counted(fact: Known, have: int, of: int) -> KnownFact:
    """So many of a whole; of nothing nothing is known."""
    return KnownFact(fact, of, have, of) if of else KnownFact(fact, 0)


def _days(calendar: Calendar, earlier: datetime, later: datetime) -> int:
    """Local days between two instants; with pace, days of its length."""
    if calendar.day_milliseconds is not None:
        return (later - earlier) // timedelta(milliseconds=calendar.day_milliseconds)
    return (calendar.local(later).date() - calendar.local(earlier).date()).days


def _late(calendar: Calendar, due: datetime, given: datetime) -> int:
    """How many days after its due day something came; it is in time until just before `due`."""
    return max(_days(calendar, due - timedelta(microseconds=1), given), 0)
