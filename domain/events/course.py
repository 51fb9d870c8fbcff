"""The course of an initiative: started, its phases opened, its clocks and rules moved, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.calendar import Pin
from domain.charter import Charter
from domain.events.base import Event
from domain.mandates import Mandate
from domain.sealed import Sealed


@dataclass(frozen=True)
class InitiativeStarted(Event, kind="initiative.started"):
    """The first entry: everything the run was promised, pinned. `despite_load` says why somebody is asked although it
    is too much for them in all their initiatives together.
    """

    charter: Charter
    title: Sealed
    despite_load: Sealed | None = None


@dataclass(frozen=True)
class PhaseOpened(Event, kind="phase.opened"):
    """A phase was entered for the `round`-th time; its window ends at `due`."""

    phase: str
    round: int
    due: datetime


@dataclass(frozen=True)
class DeadlineExtended(Event, kind="deadline.extended"):
    """An open deadline moved from `was` to `due`: that of an obligation, or (None) of the phase."""

    due: datetime
    was: datetime
    reason: Sealed
    obligation: str | None = None


@dataclass(frozen=True)
class RuleOverridden(Event, kind="rule.overridden"):
    """In this initiative, `value` stands at a path of its model from now on; until now it was `was`."""

    path: str
    value: str
    was: str
    reason: Sealed


@dataclass(frozen=True)
class InitiativePaused(Event, kind="initiative.paused"):
    """Working clocks stand still until `until` or an earlier resumption."""

    until: datetime
    reason: Sealed | None = None


@dataclass(frozen=True)
class InitiativeResumed(Event, kind="initiative.resumed"):
    """Working clocks run again;

    `dues` are the new deadlines of open obligations (by id), `phase_due` that of the phase.
    """

    dues: dict[str, datetime]
    phase_due: datetime
    vote_due: datetime | None = None


@dataclass(frozen=True)
class WindowMoved(Event, kind="window.moved"):
    """The window of the present phase ends at `due` from now on."""

    due: datetime


@dataclass(frozen=True)
class MandateRenewed(Event, kind="mandate.renewed"):
    """The initiative goes on under this mandate, which its giver decided on in place of the former one.

    It was renewed for the same holder, or transferred to another one. On days on which it is not valid yet, the former
    one is named.
    """

    mandate: Mandate


@dataclass(frozen=True)
class InitiativeEnded(Event, kind="initiative.ended"):
    """The initiative is over: established, conditional, not established or stopped well."""

    outcome: str


@dataclass(frozen=True)
class CalendarExtended(Event, kind="calendar.extended"):
    """Later years of the calendar were pinned; pinned ones never change."""

    pin: Pin
