"""What happens while a practice takes root."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.events import Event
from domain.phases.establishment.commands import Condition, Ground
from domain.sealed import Sealed


class Conclusion(StrEnum):
    """What became of the practice; the outcomes of an initiative that ends here."""

    ESTABLISHED = "established"
    CONDITIONAL = "conditional"  # some ground stands only until a day
    CEASED = "ceased"  # established, and its organisation said that it stopped
    UNKNOWN = "unknown"  # established, and nobody answered at last
    NOT_ESTABLISHED = "not_established"


@dataclass(frozen=True)
class GroundEvidenced(Event, kind="ground.evidenced"):
    """A ground has its evidence. `replaces`: it had one before, and the new one counts. What is conditional lapses when
    its day is over, at `stands_until` (None: nothing follows from the day).
    """

    ground: Ground
    evidence: Sealed
    conditional_until: date | None = None
    replaces: bool = False
    stands_until: datetime | None = None


@dataclass(frozen=True)
class GroundLapsed(Event, kind="ground.lapsed"):
    """The day `until` which a ground stood is over, and no firm evidence has come: it stands no more. For `told` and
    `tell_at` see `PhaseExited`.
    """

    ground: Ground
    until: date
    told: dict[str, str] | None = None
    tell_at: datetime | None = None


@dataclass(frozen=True)
class ReceiverNamed(Event, kind="receiver.named"):
    """A seat was named to take the practice over, instead of `replaces`, who had not accepted yet."""

    seat: str
    replaces: str | None = None


@dataclass(frozen=True)
class HandOverAccepted(Event, kind="hand_over.accepted"):
    """The seat's organisation takes the practice over."""

    seat: str
    remark: Sealed | None = None


@dataclass(frozen=True)
class HandOverDeclined(Event, kind="hand_over.declined"):
    """The seat's organisation does not take the practice over; another is to be named. `withdraws`: it had accepted."""

    seat: str
    remark: Sealed | None = None
    withdraws: bool = False


@dataclass(frozen=True)
class PracticeEstablished(Event, kind="practice.established"):
    """All grounds are evidenced and the hand-over is accepted. Check-ins count from here."""

    receiver: str
    conclusion: Conclusion


@dataclass(frozen=True)
class CheckInAnswered(Event, kind="check_in.answered"):
    """How the practice was doing at its `check_in`-th check-in. `replaces` is the answer given before."""

    check_in: int
    condition: Condition
    note: Sealed | None = None
    replaces: Condition | None = None


@dataclass(frozen=True)
class CheckInUnknown(Event, kind="check_in.unknown"):
    """Nobody answered this check-in. That is shown, and never counted as alive."""

    check_in: int


@dataclass(frozen=True)
class NeedLinked(Event, kind="need.linked"):
    """The practice of the `receiver` shrank or stopped, as told at its `check_in`-th check-in: what it was to meet is
    a need again, told in the words of that answer. Said anew of the same check-in, it replaces the former.
    """

    need: str
    check_in: int
    condition: Condition
    receiver: str
    text: Sealed | None = None


@dataclass(frozen=True)
class NeedUnlinked(Event, kind="need.unlinked"):
    """The answer was changed, and the practice has neither shrunk nor stopped."""

    need: str


@dataclass(frozen=True)
class LinkedNeedStarted(Event, kind="linked_need.started"):
    """This initiative, of this operating model, starts from the need."""

    need: str
    initiative: str
    model: str


@dataclass(frozen=True)
class LinkedNeedDeclined(Event, kind="linked_need.declined"):
    """Nothing is started from the need, for this reason."""

    need: str
    reason: Sealed


@dataclass(frozen=True)
class CheckInsClosed(Event, kind="check_ins.closed"):
    """The practice stopped, or its last check-in is over, and the answer can no longer change."""
