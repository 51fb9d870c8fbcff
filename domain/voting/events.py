"""What happens around a decision beside the ballots themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.events import Event
from domain.sealed import Sealed


@dataclass(frozen=True)
class SeatRecused(Event, kind="seat.recused"):
    """A seat takes no part in the decision on leaving this phase: it is neither entitled nor counted."""

    seat: str
    reason: Sealed | None = None


@dataclass(frozen=True)
class RecusalWithdrawn(Event, kind="recusal.withdrawn"):
    """The seat takes part in the decision after all."""

    seat: str


@dataclass(frozen=True)
class ClauseExcepted(Event, kind="clause.excepted"):
    """A clause of the gate counts as met in this phase, for a reason that is on record."""

    clause: str
    reason: Sealed


@dataclass(frozen=True)
class IntegrationOpened(Event, kind="integration.opened"):
    """Seats objected: until `due` something is sought that they can live with. There is one such round."""

    objecting: tuple[str, ...]
    due: datetime


@dataclass(frozen=True)
class ObjectionsIntegrated(Event, kind="objections.integrated"):
    """What came of the round is told, and the objecting seats are asked whether their objection stands."""

    text: Sealed


@dataclass(frozen=True)
class BallotSealed(Event, kind="ballot.sealed"):
    """A seat has voted in secret; what it said lies in the vault, and cannot be changed."""

    seat: str
    ballot: Sealed
