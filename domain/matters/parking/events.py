"""What happens to parked needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.events import Event
from domain.matters.parking.commands import Recheck
from domain.sealed import Sealed


class ParkingEvent(Event):
    """Whatever happens to a parked need."""

    MATTER = "parking"


@dataclass(frozen=True)
class NeedParked(ParkingEvent, kind="need.parked"):
    """A need waits until this local day."""

    need: str
    until: date


@dataclass(frozen=True)
class NeedUnparked(ParkingEvent, kind="need.unparked"):
    """A need waits no longer: it was answered otherwise."""

    need: str


@dataclass(frozen=True)
class RecheckDue(ParkingEvent, kind="need.recheck_due"):
    """The day has come until which a need was parked."""

    need: str


@dataclass(frozen=True)
class NeedRechecked(ParkingEvent, kind="need.rechecked"):
    """A parked need was looked at again; `until` is a local day, for one that is parked again."""

    need: str
    outcome: Recheck
    reason: Sealed
    until: date | None = None
