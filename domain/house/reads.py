"""What auditors read: they may see all, so it is told what they looked at."""

from __future__ import annotations

from dataclasses import dataclass

from domain.house.base import HouseEvent


@dataclass(frozen=True, kw_only=True)
class AuditorRead(HouseEvent, kind="auditor.read"):
    """The actor read from this part of the house (as its address is called: `initiatives`, `register`), in particular
    the initiative, person or other row `id`, if it was one. Told once an hour at the most.
    """

    part: str
    id: str | None = None

    @property
    def about(self) -> str | None:
        """What was read; the id of anything else is that of no initiative."""
        return self.id
