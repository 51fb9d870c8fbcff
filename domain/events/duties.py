"""What becomes of duties: opened, handed over, reminded of, given, released, lapsed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.events.base import Event
from domain.operating_model import Addressee, StepAction
from domain.sealed import Sealed


@dataclass(frozen=True)
class ObligationOpened(Event, kind="obligation.opened"):
    """Someone owes something by `due`.

    `owed_by` is the actor told by letter, not before `tell_at` (the sending window), who stands in for `principal` if
    that is somebody.
    """

    obligation: str
    duty: str
    owed_by: str
    due: datetime
    ladder: str
    tell_at: datetime
    seat: str | None = None
    subject: str | None = None
    principal: str | None = None


class Because(StrEnum):
    """Why a duty passed to somebody else."""

    AWAY = "away"  # whom it lay with is away, and `to` stands in
    BACK = "back"  # whoever was stood in for is back
    SEAT_PASSED = "seat_passed"  # the seat, or the coordination, has passed to `to`


@dataclass(frozen=True)
class ObligationHandedOver(Event, kind="obligation.handed_over"):
    """The duty passed to `to`: to the personal deputy as its holder asked, or for the cause that is told.

    `principal` is the one whom `to` stands in for, if anybody.
    """

    obligation: str
    to: str
    tell_at: datetime
    because: Because | None = None
    principal: str | None = None


@dataclass(frozen=True)
class EntryReadBack(Event, kind="entry.read_back"):
    """What was entered for a seat is told to the actor `to`, not before `tell_at`: the seat can correct it until just
    before `until`. `obligation` is the duty it answers or stands beside, `command` the kind of what was entered. Of a
    correction the duty may be one of a phase that has closed.
    """

    obligation: str
    command: str
    to: str
    until: datetime
    tell_at: datetime


@dataclass(frozen=True)
class ObligationFulfilled(Event, kind="obligation.fulfilled"):
    """What was owed has been given."""

    obligation: str


@dataclass(frozen=True)
class ObligationReleased(Event, kind="obligation.released"):
    """Nobody owes this any more, without blame: it was settled otherwise."""

    obligation: str


@dataclass(frozen=True)
class ObligationWithdrawn(Event, kind="obligation.withdrawn"):
    """What was asked, and may have been answered, is called off, without blame; `to` is told so by letter."""

    obligation: str
    to: str
    tell_at: datetime


@dataclass(frozen=True)
class ObligationLapsed(Event, kind="obligation.lapsed"):
    """The ladder ended without an answer. A first answer still counts until the window of the phase ends."""

    obligation: str
    step: int


@dataclass(frozen=True)
class ReminderDue(Event, kind="reminder.due"):
    """A step of a ladder fell due: `to` is the actor whom it addresses as `addressee`. It is `instead` of a deputy whom
    there is none of, or nobody there: then it is no letter, but a line of the coordinator's phone list (ADR 25).
    """

    obligation: str
    step: int
    action: StepAction
    addressee: Addressee
    to: str
    instead: bool | None = None


class Spared(StrEnum):
    """Why nobody is reminded of something that is owed, when everybody is."""

    ASKED_LATELY = "asked_lately"  # the last letter about it is not two working days old
    ASKED_OFTEN = "asked_often"  # as many letters about it have gone to the same person as may


@dataclass(frozen=True)
class EverybodyReminded(Event, kind="everybody.reminded"):
    """A coordinator had everybody reminded who owed something: `to` tells by obligation which actor, not before
    `tell_at`; `spared` of which obligations nobody was, and why.
    """

    to: dict[str, str]
    tell_at: datetime
    spared: dict[str, Spared]


@dataclass(frozen=True)
class AnswerCameLate(Event, kind="answer.came_late"):
    """An answer came after the window and before the exit: recorded, not counted. `vote` is the number in its phase of
    the vote that a ballot was given for, where another is open by now.
    """

    command: str
    seat: str | None = None
    text: Sealed | None = None
    vote: int | None = None
