"""What can be asked while a practice takes root."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.commands import Command
from domain.sealed import Sealed


class Ground(StrEnum):
    """What a practice stands on: owner, money for 24 months, written and taught, a place in a year-clock, mandate."""

    OWNER = "owner"
    MONEY = "money"
    PRACTICE = "practice"
    YEAR_CLOCK = "year_clock"
    MANDATE = "mandate"


class Condition(StrEnum):
    """How a practice is doing, as its organisation says."""

    ALIVE = "alive"
    ADAPTED = "adapted"
    SHRUNK = "shrunk"
    STOPPED = "stopped"


@dataclass(frozen=True)
class EvidenceGround(Command, kind="establishment.evidence_ground"):
    """Give the evidence of a ground. `conditional_until`: it stands only if something more comes by that day."""

    JOINT = True
    ground: Ground
    evidence: Sealed
    conditional_until: date | None = None


@dataclass(frozen=True)
class NameReceiver(Command, kind="establishment.name_receiver"):
    """Name the seat whose organisation is to take the practice over."""

    seat: str


@dataclass(frozen=True)
class AcceptHandOver(Command, kind="establishment.accept_hand_over"):
    """Accept or decline the practice, for the seat that was named."""

    ANSWERS = "accept_hand_over"
    accepts: bool
    remark: Sealed | None = None


@dataclass(frozen=True)
class StartFromNeed(Command, kind="establishment.start_from_need"):
    """Start a new initiative from the need that a practice left which shrank or stopped: with the mandate, place and
    theme of this one, the seats of it that can take part today, and the need as the first in its list. It starts once,
    however often asked. Without `model` it runs by the operating model of this one.

    Where it has `begun` already, this only tells of it, whatever became of the need meanwhile.
    """

    REGISTERED = ("begun",)
    need: str
    model: str | None = None
    model_version: str | None = None
    begun: bool | None = None


@dataclass(frozen=True)
class DeclineLinkedNeed(Command, kind="establishment.decline_linked_need"):
    """Say why no initiative is started from the need that a practice left which shrank or stopped; not once one has
    `begun`.
    """

    JOINT = True
    REGISTERED = ("begun",)
    need: str
    reason: Sealed
    begun: bool | None = None


@dataclass(frozen=True)
class AnswerCheckIn(Command, kind="establishment.answer_check_in"):
    """Say how the practice is doing, in answer to the newest check-in."""

    ANSWERS = "check_in"
    condition: Condition
    note: Sealed | None = None
