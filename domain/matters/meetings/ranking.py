"""Ranking the proposals of a date poll: the required sectors of the phase's gate first, then seats, then the earliest.

Of proposals that as many seats can make, the one that fewer can only if need be comes before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.initiative import Initiative
from domain.matters.meetings.meeting import Meeting, partners


@dataclass(frozen=True)
class SectorCover:
    """How many of the seats that can come a sector clause of the gate has, and needs; `missing` are the seats of these
    sectors that cannot come or have not answered, empty once it is covered.
    """

    sectors: str
    have: int
    need: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class RankedDate:
    """A proposal by its number: how many seats can come (`if_need_be` of them only if need be), whether every required
    sector is among them, and how each stands.
    """

    proposal: int
    at: datetime
    seats: int
    if_need_be: int
    covered: bool
    sectors: tuple[SectorCover, ...]


def ranked(initiative: Initiative, meeting: Meeting) -> tuple[RankedDate, ...]:
    """The proposals, the best first."""
    dates = [_date(initiative, meeting, number) for number in range(1, len(meeting.proposals) + 1)]
    return tuple(sorted(dates, key=lambda date: (not date.covered, -date.seats, date.if_need_be, date.at)))


def _date(initiative: Initiative, meeting: Meeting, number: int) -> RankedDate:
    gladly = {seat for seat, said in meeting.polled.items() if number in said.suits}
    at_need = {seat for seat, said in meeting.polled.items() if number in said.if_need_be} - gladly
    covers = tuple(_covers(initiative, gladly | at_need))
    return RankedDate(
        proposal=number,
        at=meeting.proposals[number - 1],
        seats=len(gladly | at_need),
        if_need_be=len(at_need),
        covered=not any(cover.missing or cover.have < cover.need for cover in covers),
        sectors=covers,
    )


def _covers(initiative: Initiative, can: set[str]) -> Iterable[SectorCover]:
    """The sector clauses of the present gate for these seats: `a|b` is either, `distinct` how many different ones."""
    invited = partners(initiative)
    sector = {seat: initiative.seats[seat].sector for seat in invited}
    here = {sector[seat] for seat in invited if seat in can}
    for name, need in (initiative.rule.gate.sectors or {}).items():
        if name == "distinct":
            have, absent = len(here), [seat for seat in invited if sector[seat] not in here]
        else:
            wanted = name.split("|")
            have = sum(sector[seat] in wanted for seat in invited if seat in can)
            absent = [seat for seat in invited if sector[seat] in wanted and seat not in can]
        yield SectorCover(name, have, need, () if have >= need else tuple(absent))
