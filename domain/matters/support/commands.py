"""What can be asked about support, in whatever phase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.commands import Command
from domain.sealed import Sealed


class SupportLevel(StrEnum):
    """Whom support is for: one actor, or the network that actors form together."""

    ACTOR = "actor"
    NETWORK = "network"


class Helped(StrEnum):
    """What those who asked say of the support they got."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True)
class RequestSupport(Command, kind="support.request_support"):
    """Ask for support: a seat for itself or for the network; the coordinator for the network.

    `seats` are those in whose name the coordinator asks; none means all that take part. Others may join a request for
    the network.
    """

    level: SupportLevel
    text: Sealed
    seats: tuple[str, ...] = ()


@dataclass(frozen=True)
class JoinRequest(Command, kind="support.join_request"):
    """Ask for the same, for the speaker's seat."""

    request: str


@dataclass(frozen=True)
class PromiseSupport(Command, kind="support.promise_support"):
    """Answer a request: the seat `owner` gives the support, or the backbone where none is named, by the local day
    `due`; without one, by the model's due time. Promised again, it passes to the new owner.
    """

    request: str
    owner: str | None = None
    due: date | None = None


@dataclass(frozen=True)
class DeclineRequest(Command, kind="support.decline_request"):
    """Answer a request, or take back what was promised, with the reason."""

    JOINT = True
    request: str
    reason: Sealed


@dataclass(frozen=True)
class GiveSupport(Command, kind="support.give_support"):
    """Tell that the support has been given, and what it was. Those who asked are asked whether it helped."""

    request: str
    note: Sealed


@dataclass(frozen=True)
class RateSupport(Command, kind="support.rate_support"):
    """Say for the speaker's seat whether the support helped."""

    request: str
    helped: Helped
    note: Sealed | None = None
