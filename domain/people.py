"""People: who speaks for the seats and for the coordinator now, where that is no longer what the charter says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from domain.refusals import Malformed
from domain.seats import Seat

LONGEST_CHAIN = 3
"""How many may stand behind one another: a deputy, the deputy's deputy, and one more."""


@dataclass(frozen=True)
class Absence:
    """An actor is away from `since` until just before `until`; `begun` once that has come."""

    actor: str
    since: datetime
    until: datetime
    begun: bool = False


@dataclass(frozen=True)
class Held:
    """By whom a seat is held, who stands behind the holder in order, and the last day of the term (None: no end)."""

    holder: str
    deputies: tuple[str, ...] = ()
    until: date | None = None


@dataclass(frozen=True)
class People:
    """What has changed since the start. `seats` are those held otherwise than the charter says, `vacant` those that
    nobody holds; `deputies` stand behind the coordinator (None: as the charter says).

    `absences` that are not over, by id; `absences_told` is how many have ever been. `warned`: the end of these seats'
    terms has been told; `searches` is how often the coordinator was asked to find somebody for a seat.
    """

    seats: dict[str, Held] = field(default_factory=dict)
    vacant: tuple[str, ...] = ()
    deputies: tuple[str, ...] | None = None
    absences: dict[str, Absence] = field(default_factory=dict)
    absences_told: int = 0
    warned: tuple[str, ...] = ()
    searches: int = 0

    def away(self, actor: str) -> bool:
        """Whether an absence of the actor has begun and is not over."""
        return any(absence.begun and absence.actor == actor for absence in self.absences.values())

    def held(self, seat: Seat) -> Held:
        """By whom a seat of the charter is held by now."""
        return self.seats.get(seat.id) or Held(seat.holder, (seat.deputy,) if seat.deputy else (), seat.until)

    def filled(self, seats: tuple[str, ...]) -> tuple[str, ...]:
        """Those of these seats that somebody holds."""
        return tuple(seat for seat in seats if seat not in self.vacant) if self.vacant else seats

    def seated(self, seats: tuple[Seat, ...]) -> tuple[Seat, ...]:
        """The seats of the charter as they are held by now."""
        return tuple(self._seated(seat) for seat in seats) if self.seats else seats

    def _seated(self, seat: Seat) -> Seat:
        held = self.seats.get(seat.id)
        if held is None:
            return seat
        deputy = held.deputies[0] if held.deputies else None
        return replace(seat, holder=held.holder, deputy=deputy, until=held.until)


def require_chain(first: str, deputies: Iterable[str], path: str) -> tuple[str, ...]:
    """The deputies behind `first`, each standing in for the one before. Raises Malformed for a chain that is too long,
    or that comes back to somebody who is in it already.
    """
    chain = [first]
    for number, deputy in enumerate(deputies):
        where = f"{path}.{number}"
        if deputy in chain:
            raise Malformed(
                "the chain of deputies would come back to a person who is in it already",
                path=where,
                remedy="name a person who is neither the one stood in for nor a deputy before this one",
            )
        if number == LONGEST_CHAIN:
            raise Malformed(f"at most {LONGEST_CHAIN} stand behind one another", path=where, remedy="name fewer")
        chain.append(deputy)
    return tuple(chain[1:])
