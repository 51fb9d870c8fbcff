"""What an initiative takes over from another one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.events.base import Event
from domain.facts import Need, NeedAnswer, NeedOrigin
from domain.sealed import Sealed
from domain.seats import Sector


@dataclass(frozen=True)
class NeedTakenIn(Event, kind="need.taken_in"):
    """A need of another initiative is one of this one from now on, as it stood there: `answer` None is still owed one,
    and a parked need waits `until` a local day. Its text stays where it lies (None: it was never told in words).
    """

    need: str
    sector: Sector
    origin: NeedOrigin
    seat: str | None = None
    supporters: int = 0
    answer: NeedAnswer | None = None
    until: date | None = None
    text: Sealed | None = None

    @property
    def held(self) -> Need:
        """The need as it is kept."""
        return Need(self.need, self.sector, self.seat, self.supporters, None, self.answer, self.origin)
