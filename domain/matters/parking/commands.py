"""What can be asked about parked needs, in whatever phase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.commands import Command
from domain.sealed import Sealed


class Recheck(StrEnum):
    """What becomes of a parked need that is looked at again. `taken_up`: by a loop back, or in a new initiative."""

    TAKEN_UP = "taken_up"
    PARKED = "parked"
    DECLINED = "declined"


@dataclass(frozen=True)
class RecheckNeed(Command, kind="parking.recheck_need"):
    """Answer a parked need anew, with a reason; one that is parked again says `until` which local day."""

    JOINT = True
    need: str
    outcome: Recheck
    reason: Sealed
    until: date | None = None
