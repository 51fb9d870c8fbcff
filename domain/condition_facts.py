"""What the engine itself knows of each of the five conditions. It stands beside what the seats say, and is never mixed
into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

from domain.facts import CommitmentState
from domain.initiative import Initiative
from domain.known_facts import Known, KnownFact, MeasuredIn, counted, measured
from domain.ledger.entries import Recorded
from domain.matters.meetings import Meetings
from domain.matters.support import Support
from domain.moments import Moments
from domain.timely_facts import days, endorsements, observations


def known_facts(
    entries: Iterable[Recorded], initiative: Initiative, now: datetime, letters: Sequence[int] | None = None
) -> dict[str, tuple[KnownFact, ...]]:
    """The facts by condition, from the entries that count and what they add up to. `letters` are how many each person
    got (None: not known).
    """
    told = Moments()
    for entry in entries:
        told.tell(entry)
    return {
        "common_agenda": (_sectors(initiative), endorsements(told, initiative, now)),
        "shared_measurement": observations(told, initiative, now),
        "reinforcing_activities": _commitments(initiative),
        "continuous_communication": (_meetings(initiative), _letters(letters)),
        "backbone_support": _support(initiative),
    }


def _sectors(initiative: Initiative) -> KnownFact:
    seats = initiative.seats
    invited = {seat.sector for seat in seats.values()}
    present = {seats[seat].sector for seat in initiative.active}
    return KnownFact(Known.SECTORS_PRESENT, len(initiative.active), len(present), len(invited))


def _commitments(initiative: Initiative) -> tuple[KnownFact, ...]:
    states = [one.state for one in initiative.now_in.so_far(initiative.facts).commitments.values()]
    told: Final = {
        Known.COMMITMENTS_KEPT: CommitmentState.KEPT,
        Known.COMMITMENTS_CHANGED: CommitmentState.CHANGED,
        Known.COMMITMENTS_RELEASED: CommitmentState.RELEASED,
        Known.COMMITMENTS_BROKEN: CommitmentState.BROKEN,
        Known.COMMITMENTS_OPEN: CommitmentState.OPEN,
    }
    return tuple(counted(fact, states.count(state), len(states)) for fact, state in told.items())


def _meetings(initiative: Initiative) -> KnownFact:
    if not initiative.has(Meetings.KIND):
        return KnownFact(Known.MEETING_RHYTHM, 0, unit=MeasuredIn.DAYS)
    held = sorted(initiative.kept(Meetings).held)
    between = (days(initiative.calendar, one, other) for one, other in pairwise(held))
    return measured(Known.MEETING_RHYTHM, MeasuredIn.DAYS, between, len(held))


def _letters(letters: Sequence[int] | None) -> KnownFact:
    return measured(Known.LETTERS_PER_PERSON, MeasuredIn.LETTERS, letters or ())


def _support(initiative: Initiative) -> tuple[KnownFact, KnownFact]:
    kept = initiative.kept(Support) if initiative.has(Support.KIND) else Support()
    return (
        counted(Known.SUPPORT_GIVEN, kept.given, kept.asked),
        measured(Known.SUPPORT_RESPONSE, MeasuredIn.WORKING_DAYS, kept.waited),
    )
