"""What can be asked while an initiative pilots its plan."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.commands import Command
from domain.facts import Value
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
    """Bring the pilot to its end before its window does, for a stop criterion or because the work is done."""

    JOINT = True
    reason: Sealed | None = None


class Became(StrEnum):
    """What a commitment can be settled as. Released without blame is not broken."""

    KEPT = "kept"
    CHANGED = "changed"
    RELEASED = "released"
    BROKEN = "broken"


@dataclass(frozen=True)
class SettleCommitment(Command, kind="piloting.settle_commitment"):
    """Say what became of a commitment: kept, changed, released or broken."""

    ANSWERS = "settle_commitment"
    commitment: str
    state: Became
    note: Sealed | None = None


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
