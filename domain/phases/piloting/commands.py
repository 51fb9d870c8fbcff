"""What can be asked while an initiative pilots its plan."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.commands import Command
from domain.facts import ReleaseReason, Value
from domain.sealed import Sealed


@dataclass(frozen=True)
class AnswerPulse(Command, kind="piloting.answer_pulse"):
    """Answer the three questions of the newest pulse for the speaker's seat.

    `progress` and `energy` go from 1 (poor) to 4 (good); `worry` is told in words, if there is one.
    """

    ANSWERS = "answer_pulse"
    progress: int
    energy: int
    worry: Sealed | None = None


@dataclass(frozen=True)
class ReportObservation(Command, kind="piloting.report_observation"):
    """Give a value of an indicator, or say that it could not be obtained."""

    ANSWERS = "observe"
    indicator: str
    value: Value


@dataclass(frozen=True)
class BeginSettling(Command, kind="piloting.begin_settling"):
    """Bring the pilot to its end before its planned one: the reason, and the stop criterion of the plan that is met, by
    its id. Where the plan has no criteria, the reason is enough.
    """

    JOINT = True
    reason: Sealed | None = None
    criterion: str | None = None


class Became(StrEnum):
    """What a commitment can be settled as. Released without blame is not broken."""

    KEPT = "kept"
    CHANGED = "changed"
    RELEASED = "released"
    BROKEN = "broken"


@dataclass(frozen=True)
class SettleCommitment(Command, kind="piloting.settle_commitment"):
    """Say what became of a commitment: kept, changed, released or broken.

    `because` says why it was released. It blames nobody, and need not be told.
    """

    ANSWERS = "settle_commitment"
    commitment: str
    state: Became
    note: Sealed | None = None
    because: ReleaseReason | None = None


@dataclass(frozen=True)
class ReleaseActivity(Command, kind="piloting.release_activity"):
    """Let go of an activity, without blame, by its owner or the coordinator: the open commitments towards it are
    released with it.
    """

    JOINT = True
    activity: str
    because: ReleaseReason = ReleaseReason.NOT_TOLD
    note: Sealed | None = None


class WhatNow(StrEnum):
    """What a seat makes of it that something it depends on was released."""

    KEEP = "keep"  # it goes on as agreed
    REPLAN = "replan"  # it can go on if the plan is changed
    RELEASE = "release"  # what it promised there is released, too


@dataclass(frozen=True)
class AnswerRelease(Command, kind="piloting.answer_release"):
    """Say what becomes of what the speaker's seat does, now that something of the activity has been released on which
    it depends. `release` lets go of its open commitments that depend on it.
    """

    ANSWERS = "answer_release"
    activity: str
    answer: WhatNow
    note: Sealed | None = None


@dataclass(frozen=True)
class CommitAnew(Command, kind="piloting.commit_anew"):
    """Promise something towards an activity while the pilot goes on, for the speaker's seat; in the place of the
    commitment `instead_of`, its own or another's, where that was released.
    """

    JOINT = True
    activity: str
    text: Sealed
    instead_of: str | None = None


@dataclass(frozen=True)
class HaltOnHarm(Command, kind="piloting.halt_on_harm"):
    """Halt the pilot because it harms someone. Any seat may, whether it takes part or not."""

    ALWAYS = True
    reason: Sealed


@dataclass(frozen=True)
class ReviewHarm(Command, kind="piloting.review_harm"):
    """Answer the report of harm: the pilot goes on, or it stays halted until it is looped back or stopped well."""

    JOINT = True
    resume: bool
    findings: Sealed


@dataclass(frozen=True)
class RedefineIndicator(Command, kind="piloting.redefine_indicator"):
    """Change what an indicator measures, with the reason. Its series ends, and a new one begins: values before and
    after are never compared. Baseline, target and bounds are those of the new series.
    """

    JOINT = True
    indicator: str
    definition: Sealed
    reason: Sealed
    baseline: Value | None = None
    target: Value | None = None
    low: Value | None = None
    high: Value | None = None


@dataclass(frozen=True)
class ReviewDrift(Command, kind="piloting.review_drift"):
    """Answer the warning that an indicator drifts: what was found, and what is done about it."""

    JOINT = True
    indicator: str
    findings: Sealed


class Readied(StrEnum):
    """What must be there for a pilot to start."""

    PEOPLE = "people"
    MONEY = "money"
    PERMISSIONS = "permissions"


@dataclass(frozen=True)
class CheckStart(Command, kind="piloting.check_start"):
    """Say whether what the pilot needs is there: people, money and permissions. By the coordinator, or a seat that owns
    an activity. What is `lacking` is named; once nothing is, the start has been checked.
    """

    JOINT = True
    lacking: tuple[Readied, ...]
    note: Sealed | None = None


@dataclass(frozen=True)
class TellEarlyWin(Command, kind="piloting.tell_early_win"):
    """Tell something that works already. Any seat that takes part may, and the coordinator."""

    text: Sealed


@dataclass(frozen=True)
class ReportIncident(Command, kind="piloting.report_incident"):
    """Put down something that went wrong, and what was done about it. The pilot goes on: where it harms someone, halt
    it instead. Any seat may, whether it takes part or not, and the coordinator.
    """

    text: Sealed
    done: Sealed


class Adapted(StrEnum):
    """What the session in the middle of a pilot comes to."""

    KEEP = "keep"  # the plan goes on as it is
    ADAPT = "adapt"  # it goes on with what the note says


@dataclass(frozen=True)
class AdaptPilot(Command, kind="piloting.adapt_pilot"):
    """Say what the session in the middle of the pilot came to: the plan is kept, or adapted as the note says."""

    JOINT = True
    plan: Adapted
    note: Sealed


@dataclass(frozen=True)
class NameLead(Command, kind="piloting.name_lead"):
    """Name the seat that leads the pilot; another one leads its evaluation."""

    seat: str
