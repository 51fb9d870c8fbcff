"""Seats: an organisation's place in an initiative. Counting is by seat, never by click or person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Sector(StrEnum):
    """The sector a seat speaks for; a dimension of invitation, quorum and result."""

    ASSOCIATION = "association"
    INFORMAL = "informal"
    MUNICIPALITY = "municipality"
    WELLBEING_COUNTY = "wellbeing_county"
    LEADER = "leader"
    COMPANY = "company"
    RESIDENT = "resident"


@dataclass(frozen=True)
class Seat:
    """One seat of an initiative, as pinned at its start.

    `id` is the register's seat id. `holder` and `deputy` are actor ids: random per person and initiative, so the ledger
    never names anyone. `municipality` is the three-digit code of the municipality the seat speaks for, if any.
    `until` is the last day of the holder's term, None where it has no end.
    """

    id: str
    organisation: str
    sector: Sector
    holder: str
    deputy: str | None = None
    municipality: str | None = None
    until: date | None = None
