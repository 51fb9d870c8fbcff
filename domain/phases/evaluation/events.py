"""What happens while an initiative is evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.events import Event
from domain.facts import Verdict
from domain.phases.evaluation.commands import Ratings
from domain.sealed import Sealed


@dataclass(frozen=True)
class RubricAnswered(Event, kind="rubric.answered"):
    """A seat rated the five conditions. `replaces` are its former ratings."""

    seat: str
    ratings: Ratings
    remark: Sealed | None = None
    replaces: Ratings | None = None


@dataclass(frozen=True)
class ClaimMade(Event, kind="claim.made"):
    """A result is claimed on the evidence of observations. `seat` is the claimant's; None: the coordinator's."""

    claim: str
    text: Sealed
    observations: tuple[str, ...]
    verifier: str
    seat: str | None = None


@dataclass(frozen=True)
class NothingClaimed(Event, kind="claims.none_made"):
    """The coordinator said that there is nothing to claim."""

    reason: Sealed


@dataclass(frozen=True)
class VerifierReassigned(Event, kind="verifier.reassigned"):
    """Another seat outside the pilot is asked to verify the claim; `instead_of` no longer is."""

    claim: str
    verifier: str
    instead_of: str


@dataclass(frozen=True)
class VerdictGiven(Event, kind="verdict.given"):
    """The verifier's seat said what it found. `replaces` is its former verdict."""

    claim: str
    seat: str
    verdict: Verdict
    grounds: Sealed
    replaces: Verdict | None = None


@dataclass(frozen=True)
class EvaluationLeadNamed(Event, kind="evaluation_lead.named"):
    """This seat leads the evaluation, and `instead_of` no longer does (None: nobody did)."""

    seat: str
    instead_of: str | None = None


@dataclass(frozen=True)
class ReportWritten(Event, kind="evaluation_report.written"):
    """The report of the evaluation is in the vault. `seat` is the evaluation lead's; None: the coordinator wrote it."""

    text: Sealed
    seat: str | None = None
    replaces: bool = False


@dataclass(frozen=True)
class ResultsPublished(Event, kind="results.published"):
    """Everybody who gave input is told what came of it. `seat` as in a report; for `told` and `tell_at` see
    `PhaseExited`.
    """

    text: Sealed
    seat: str | None = None
    told: dict[str, str] | None = None
    tell_at: datetime | None = None
