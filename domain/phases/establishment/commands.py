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
class AnswerCheckIn(Command, kind="establishment.answer_check_in"):
    """Say how the practice is doing, in answer to the newest check-in."""

    ANSWERS = "check_in"
    condition: Condition
    note: Sealed | None = None
