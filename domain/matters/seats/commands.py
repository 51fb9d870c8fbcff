"""What can be asked about who speaks for a seat, and who coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.commands import Command
from domain.sealed import Sealed


@dataclass(frozen=True)
class ReportAbsence(Command, kind="seats.report_absence"):
    """Say that you are away from `since` (left out: from now on) until just before `until`.

    Said by a link, it is the reader; entered for a seat, its holder; otherwise the coordinator, or the deputy who
    coordinates. What is asked meanwhile goes to the deputy, and comes back at the end of the absence if it is still
    owed.
    """

    until: datetime
    since: datetime | None = None


@dataclass(frozen=True)
class EndAbsence(Command, kind="seats.end_absence"):
    """Say that you are back, or not away after all."""


@dataclass(frozen=True)
class HandDutyOn(Command, kind="seats.hand_duty_on"):
    """Hand one open duty of the seat on to the deputy, who gets a letter of their own; the others stay with whoever has
    them. The seat's answer counts all the same, whoever gives it. An invitation is handed on by its own answer.
    """

    obligation: str


@dataclass(frozen=True)
class NameDeputies(Command, kind="seats.name_deputies"):
    """Name who stands in for the holder of `seat`, or without a seat for the coordinator, in this order: each for the
    one before, three at most. Persons of the register; an empty list takes all deputies away.

    A coordinator's deputy may do all that the coordinator may, with a coordinator's key of their own, as long as they
    are named. Name the backbone's deputy first and an administrator behind.
    """

    PERSONS = ("deputies",)
    deputies: tuple[str, ...]
    seat: str | None = None


@dataclass(frozen=True)
class PassSeat(Command, kind="seats.pass_seat"):
    """Let the seat be held as the register says by now. A next holder has a seat of their own in the register, of the
    same organisation: the `successor`; without one, the seat itself has another deputy or another end of term.

    Its open duties follow. The links of whoever held it before speak for it no more. `despite_load` says why a
    successor is asked for whom it is too much in all their initiatives together.
    """

    REGISTERED = ("holder", "deputy", "until")
    seat: str
    holder: str
    deputy: str | None = None
    until: date | None = None
    successor: str | None = None
    despite_load: Sealed | None = None


@dataclass(frozen=True)
class LeaveSeat(Command, kind="seats.leave_seat"):
    """Say that the holder leaves the seat. The deputy holds it until it is passed on; without one it is vacant."""

    reason: Sealed | None = None
