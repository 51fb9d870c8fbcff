"""What can be said about merging an initiative into another one, in whatever phase."""

from __future__ import annotations

from dataclasses import dataclass

from domain.commands import Command
from domain.merging.offers import TAKE_IN
from domain.sealed import Sealed


@dataclass(frozen=True)
class OfferMerge(Command, kind="initiative.offer_merge"):
    """Ask the coordinator of another initiative, by its id, to take this one in: with the needs that were taken up or
    are still open, and the seats that take part. Both must run by the same operating model.

    Nothing changes until it is taken in; another offer takes the place of this one. Then this initiative ends.
    """

    JOINT = True
    REGISTERED = ("taker", "deputies")
    into: str
    taker: str
    reason: Sealed
    deputies: tuple[str, ...] = ()


@dataclass(frozen=True)
class AcceptMerge(Command, kind="initiative.accept_merge"):
    """Take the initiative in, as the coordinator of the one that it was offered to, or whoever stands in for that one
    now. The other holds its needs and seats from now on, and this one ends.
    """

    ANSWERS = TAKE_IN
    REGISTERED = ("deputies",)
    deputies: tuple[str, ...] | None = None


@dataclass(frozen=True)
class DeclineMerge(Command, kind="initiative.decline_merge"):
    """Do not take the initiative in. Both go on as they are."""

    JOINT = True
    ANSWERS = TAKE_IN
    REGISTERED = ("deputies",)
    reason: Sealed | None = None
    deputies: tuple[str, ...] | None = None


@dataclass(frozen=True)
class WithdrawMerge(Command, kind="initiative.withdraw_merge"):
    """Take back the offer to merge the initiative into another."""
