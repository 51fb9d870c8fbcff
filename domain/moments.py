"""Moments that the ledger tells and no state keeps: what was due when, when it came, and when who endorsed the plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from domain.events import (
    DeadlineExtended,
    InitiativeResumed,
    ObligationFulfilled,
    ObligationOpened,
    ObligationReleased,
)
from domain.ledger.entries import Recorded
from domain.phases.joint_planning.events import (
    DraftingReopened,
    EndorsementOpened,
    PlanEndorsed,
    PlanNotEndorsed,
)
from domain.phases.piloting.observing import DUTY as OBSERVE


@dataclass
class Moments:
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
