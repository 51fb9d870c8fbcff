"""What happens when an initiative is merged into another one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.events import Event
from domain.sealed import Sealed
from domain.seats import Seat


@dataclass(frozen=True)
class MergeOffered(Event, kind="merge.offered"):
    """The coordinator of the initiative `into`, here the actor `taker`, was asked to take this one in. The `deputies`
    stand in for that one there, and may answer as well.
    """

    number: int
    into: str
    taker: str
    reason: Sealed
    deputies: tuple[str, ...] = ()


@dataclass(frozen=True)
class MergeDeclined(Event, kind="merge.declined"):
    """It is not taken in."""

    number: int
    reason: Sealed | None = None


@dataclass(frozen=True)
class MergeWithdrawn(Event, kind="merge.withdrawn"):
    """The offer was taken back, or another one has taken its place."""

    number: int


@dataclass(frozen=True)
class MergeAccepted(Event, kind="merge.accepted"):
    """It is to be taken in, with what it holds now: from here on nothing else is said."""

    number: int
    into: str


@dataclass(frozen=True)
class MergeFailed(Event, kind="merge.failed"):
    """The other initiative could not take it in after all, `because` of a refusal (its code): this one goes on."""

    number: int
    into: str
    because: str


@dataclass(frozen=True)
class InitiativeMerged(Event, kind="initiative.merged"):
    """It goes on as part of the initiative `into`, whose ledger says so by entry `seq`."""

    number: int
    into: str
    seq: int


@dataclass(frozen=True)
class MergeTakenIn(Event, kind="merge.taken_in"):
    """Another initiative goes on as part of this one, as agreed by entry `seq` of its ledger, which answered its offer
    of this number: these of its needs by their ids here and there, and the seats that this one lacked.

    For `phase`, `mandate`, `told` and `tell_at` see `PhaseExited`; those who join are told, too.
    """

    initiative: str
    offer: int
    seq: int
    phase: str
    mandate: str
    mandate_valid: bool
    needs: dict[str, str]
    seats: tuple[str, ...] = ()
    told: dict[str, str] | None = None
    tell_at: datetime | None = None


@dataclass(frozen=True)
class SeatsJoined(Event, kind="seats.joined"):
    """These seats of another initiative belong to this one from now on. The `active` ones had said there that they take
    part, and do so here.
    """

    initiative: str
    seats: tuple[Seat, ...]
    active: tuple[str, ...] = ()


OF_MERGES = (
    *(MergeOffered, MergeDeclined, MergeWithdrawn, MergeAccepted, MergeFailed),
    *(InitiativeMerged, MergeTakenIn, SeatsJoined),
)
