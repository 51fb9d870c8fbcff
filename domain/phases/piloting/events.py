"""What happens while an initiative pilots its plan."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.dependants import Dependants
from domain.events import Event
from domain.facts import CommitmentState, ReleaseReason, Value
from domain.phases.piloting.commands import Adapted, Readied, WhatNow
from domain.sealed import Sealed


@dataclass(frozen=True)
class PulseAnswered(Event, kind="pulse.answered"):
    """A seat answered the `pulse`-th pulse, from 1 (poor) to 4 (good).

    `replaces`: it had answered this pulse before, and the new answer counts.
    """

    seat: str
    pulse: int
    progress: int
    energy: int
    worry: Sealed | None = None
    replaces: bool = False


@dataclass(frozen=True)
class ObservationReported(Event, kind="observation.reported"):
    """An indicator has a value; `seat` owns the indicator. `series` is that of its definition (None: the first)."""

    observation: str
    indicator: str
    seat: str
    value: Value
    series: int | None = None


@dataclass(frozen=True)
class SettlingBegun(Event, kind="settling.begun"):
    """The pilot nears its end: what became of each commitment is asked from now on. `criterion` is the stop criterion
    of the plan that is met, if it ends before its time by one.
    """

    reason: Sealed | None = None
    criterion: str | None = None


@dataclass(frozen=True)
class CommitmentSettled(Event, kind="commitment.settled"):
    """What became of a commitment. `replaces` is what was said of it before.

    Of one that has fallen away `impact` lists all that depends on it, and `because` says why it was released; None in
    older models.
    """

    commitment: str
    state: CommitmentState
    note: Sealed | None = None
    replaces: CommitmentState | None = None
    because: ReleaseReason | None = None
    impact: Dependants | None = None


@dataclass(frozen=True)
class ActivityReleased(Event, kind="activity.released"):
    """An activity was let go of, without blame, and these open commitments with it. `impact` lists all that depends on
    it.
    """

    activity: str
    because: ReleaseReason
    impact: Dependants
    commitments: tuple[str, ...] = ()
    note: Sealed | None = None


@dataclass(frozen=True)
class ReleaseAnswered(Event, kind="release.answered"):
    """A seat said what becomes of what it does, now that something of the activity was released on which it depends."""

    activity: str
    seat: str
    answer: WhatNow
    note: Sealed | None = None


@dataclass(frozen=True)
class CommitmentRenewed(Event, kind="commitment.renewed"):
    """A seat promised something towards an activity while the pilot goes on, in the place of `instead_of` if that is
    told.
    """

    commitment: str
    seat: str
    activity: str
    text: Sealed
    instead_of: str | None = None


@dataclass(frozen=True)
class PilotHalted(Event, kind="pilot.halted"):
    """Harm was reported, by a seat or (None) by the coordinator: nothing of the pilot falls due until it is resumed."""

    reason: Sealed
    seat: str | None = None


@dataclass(frozen=True)
class HarmReviewed(Event, kind="harm.reviewed"):
    """The reported harm was looked into, and this was found."""

    resume: bool
    findings: Sealed


@dataclass(frozen=True)
class PilotResumed(Event, kind="pilot.resumed"):
    """The pilot goes on; what fell due in the meantime is asked now, the newest only."""


@dataclass(frozen=True)
class IndicatorRedefined(Event, kind="indicator.redefined"):
    """An indicator measures something else from now on: its `series` begins, which has these values."""

    indicator: str
    series: int
    definition: Sealed
    reason: Sealed
    baseline: Value | None = None
    target: Value | None = None
    low: Value | None = None
    high: Value | None = None


class Drift(StrEnum):
    """How an indicator goes the wrong way."""

    OUTSIDE = "outside"  # the newest value lies outside the bounds of the contract
    AWAY = "away"  # the two newest values each lie farther from the target than the one before
    MISSED = "missed"  # the two newest values are missing: not obtainable, or never given


@dataclass(frozen=True)
class DriftWarned(Event, kind="drift.warned"):
    """A series of an indicator drifts. It is said once in a pilot."""

    indicator: str
    series: int
    drift: Drift


@dataclass(frozen=True)
class DriftReviewed(Event, kind="drift.reviewed"):
    """The drift of an indicator was looked into, and this was found."""

    indicator: str
    findings: Sealed


@dataclass(frozen=True)
class StartChecked(Event, kind="start.checked"):
    """Whether people, money and permissions are there was looked at, by a seat or (None) by the coordinator."""

    lacking: tuple[Readied, ...]
    seat: str | None = None
    note: Sealed | None = None


@dataclass(frozen=True)
class EarlyWinTold(Event, kind="early_win.told"):
    """Something works already, told by a seat or (None) by the coordinator."""

    win: str
    text: Sealed
    seat: str | None = None


@dataclass(frozen=True)
class IncidentReported(Event, kind="incident.reported"):
    """Something went wrong, and this was done about it; put down by a seat or (None) by the coordinator."""

    incident: str
    text: Sealed
    done: Sealed
    seat: str | None = None


@dataclass(frozen=True)
class PilotAdapted(Event, kind="pilot.adapted"):
    """The session in the middle of the pilot was held, and came to this."""

    plan: Adapted
    note: Sealed


@dataclass(frozen=True)
class PilotLeadNamed(Event, kind="pilot_lead.named"):
    """This seat leads the pilot, and `instead_of` no longer does (None: nobody did)."""

    seat: str
    instead_of: str | None = None
