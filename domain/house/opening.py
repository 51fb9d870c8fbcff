"""Where the stream begins in an installation that was there before it."""

from __future__ import annotations

from dataclasses import dataclass

from domain.house.base import HouseEvent


@dataclass(frozen=True, kw_only=True)
class HouseOpened(HouseEvent, kind="house.opened"):
    """What stood here before anything of it was recorded: so many live and ended keys, seats, mandates, organisations
    and proposed models, and a hash over those rows. How they came about nobody recorded; nothing is claimed of it.

    `sha256` is over the canonical JSON of the rows as the migration that brought the stream reads them (ADR 28), so
    that a backup of that day can be held against it.
    """

    keys: int
    seats: int
    mandates: int
    organisations: int
    proposed_models: int
    sha256: str
