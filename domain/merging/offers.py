"""What is known of merging: an offer that is open, where an initiative went on, and what it has taken in itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from domain.operating_model import DecisionRule, ExitKind, OperatingModel
from domain.sealed import Sealed
from domain.seats import Seat

TAKE_IN: Final = "take_in"
"""The duty of the coordinator who is asked to take another initiative in."""


@dataclass(frozen=True)
class MergeOffer:
    """The coordinator of the initiative `into` is asked, as the actor `taker` here, to take this one in; the `deputies`
    may answer in that one's place.

    Since `agreed_at` that has been agreed on: nothing else is said any more until it has come about.
    """

    number: int
    into: str
    taker: str
    reason: Sealed
    agreed_at: datetime | None = None
    deputies: tuple[str, ...] = ()


@dataclass(frozen=True)
class MergedInto:
    """Where an initiative went on: the entry `seq` of the other's ledger takes it in."""

    initiative: str
    seq: int


@dataclass(frozen=True)
class TookIn:
    """An initiative that was taken in, as agreed by entry `seq` of its ledger: its needs by their ids here and there,
    and the seats that came along.
    """

    initiative: str
    seq: int
    needs: dict[str, str] = field(default_factory=dict)
    seats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Merging:
    """How many offers there have been, the one that is open, where the initiative went on (None: nowhere else); the
    initiatives that it has taken in, and the seats that joined with them.
    """

    offers: int = 0
    offer: MergeOffer | None = None
    into: MergedInto | None = None
    took_in: tuple[TookIn, ...] = ()
    joined: tuple[Seat, ...] = ()


def offered_by(model: OperatingModel, phase: str) -> DecisionRule | None:
    """How long an offer made in this phase stands and how it is reminded of; None where the model knows no merge."""
    return model.exits.offer if model.exits and ExitKind.MERGE in model.phases[phase].next else None
