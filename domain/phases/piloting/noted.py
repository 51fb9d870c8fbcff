"""What was noted of a pilot on its way: what it lacked at its start, early wins, incidents, and its session halfway."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from domain.phases.piloting.commands import Adapted, Readied
from domain.phases.piloting.events import EarlyWinTold, IncidentReported, PilotAdapted, StartChecked

Notable = StartChecked | EarlyWinTold | IncidentReported | PilotAdapted


@dataclass(frozen=True)
class Noted:
    """What the newest start check found `lacking` (None: not checked yet), how many early wins and incidents have been
    told, and what the session halfway came to (None: not held yet).
    """

    lacking: tuple[Readied, ...] | None = None
    wins: int = 0
    incidents: int = 0
    adapted: Adapted | None = None

    def after(self, event: Notable) -> Self:
        """What is noted once this has happened."""
        match event:
            case StartChecked(lacking):
                return replace(self, lacking=lacking)
            case EarlyWinTold():
                return replace(self, wins=self.wins + 1)
            case IncidentReported():
                return replace(self, incidents=self.incidents + 1)
            case PilotAdapted(plan):
                return replace(self, adapted=plan)
