"""A letter that is due and still owed, as the rules about sending see it; and how its reader wants their letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from domain.calendar import Calendar
from domain.letter import Voice


@dataclass(frozen=True)
class Quiet:
    """A person's own quiet hours, wall times; from the later to the earlier they pass midnight. Of a length of nothing
    there are none.
    """

    start: time
    end: time

    @classmethod
    def of(cls, start: str | None, end: str | None) -> Quiet | None:
        """Those between "20:00" and "09:00"; None where not both are said."""
        return cls(time.fromisoformat(start), time.fromisoformat(end)) if start and end else None

    def covers(self, wall: time) -> bool:
        """Whether this wall time lies in them; their end does not."""
        if self.start <= self.end:
            return self.start <= wall < self.end
        return wall >= self.start or wall < self.end


@dataclass(frozen=True)
class Manner:
    """How somebody wants their letters: so many days from one message to the next, and none in their quiet hours."""

    days: int = 1
    quiet: Quiet | None = None


@dataclass(frozen=True)
class Piece:
    """A letter that is due since `due_at`, and still owed; while it settles that has yet to come. `due` is the deadline
    of the duty, None where it is about none; `awaited` tells that its reader waits for it. `counted_on` is what a
    letter says will not take place then: the moment of a meeting to which its reader would still go.
    """

    id: str
    initiative: str
    about: str
    voice: Voice
    duty: str
    due_at: datetime
    due: datetime | None
    calendar: Calendar
    awaited: bool = False
    counted_on: datetime | None = None
