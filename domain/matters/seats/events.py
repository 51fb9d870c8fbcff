"""What happens to those who speak for seats, and who coordinate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from domain.events import Event
from domain.sealed import Sealed


class SeatsEvent(Event):
    """An event of the matter `seats`."""

    MATTER: ClassVar[str] = "seats"


@dataclass(frozen=True)
class AbsenceReported(SeatsEvent, kind="absence.reported"):
    """An actor will be away from `since` until just before `until`."""

    absence: str
    actor: str
    since: datetime
    until: datetime


@dataclass(frozen=True)
class AbsenceBegan(SeatsEvent, kind="absence.began"):
    """The actor is away now."""

    absence: str


@dataclass(frozen=True)
class AbsenceEnded(SeatsEvent, kind="absence.ended"):
    """The absence is over, or was taken back."""

    absence: str


@dataclass(frozen=True)
class DeputiesNamed(SeatsEvent, kind="deputies.named"):
    """Who stands behind the `holder` of a seat, or (None) behind the coordinator, in order.

    `until` is the last day of the holder's term, which goes on.
    """

    deputies: tuple[str, ...]
    seat: str | None = None
    holder: str | None = None
    until: date | None = None


@dataclass(frozen=True)
class SeatLeft(SeatsEvent, kind="seat.left"):
    """The holder has left the seat."""

    seat: str
    actor: str
    reason: Sealed | None = None


@dataclass(frozen=True)
class SeatPassed(SeatsEvent, kind="seat.passed"):
    """The seat is held by `holder` from now on, who may be the same as before; `before` held it until now.

    `until` is the last day of the term, None where it has no end; `successor` is the register's seat of a next holder,
    who was asked `despite_load` for the reason that it gives.
    """

    seat: str
    holder: str
    before: str
    deputies: tuple[str, ...] = ()
    until: date | None = None
    successor: str | None = None
    despite_load: Sealed | None = None


class Vacated(StrEnum):
    """Why nobody holds a seat."""

    TERM_OVER = "term_over"
    LEFT = "left"


@dataclass(frozen=True)
class SeatVacated(SeatsEvent, kind="seat.vacated"):
    """Nobody holds the seat: until it is passed on it is not counted, and what it owes waits."""

    seat: str
    because: Vacated


@dataclass(frozen=True)
class TermEnding(SeatsEvent, kind="term.ending"):
    """The end of the seat's term is near: `until` is its last day."""

    seat: str
    until: date


@dataclass(frozen=True)
class SearchAsked(SeatsEvent, kind="search.asked"):
    """The coordinator is asked, for the `number`-th time in all, to find somebody for a seat."""

    number: int
