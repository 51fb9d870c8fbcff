"""What can be asked while an initiative is evaluated."""

from __future__ import annotations

from dataclasses import dataclass

from domain.commands import Command
from domain.conditions import CONDITIONS as CONDITIONS
from domain.conditions import Ratings as Ratings
from domain.facts import Verdict
from domain.sealed import Sealed


@dataclass(frozen=True)
class AnswerRubric(Ratings, Command, kind="evaluation.answer_rubric"):
    """Rate the five conditions for the speaker's seat."""

    ANSWERS = "answer_rubric"
    remark: Sealed | None = None


@dataclass(frozen=True)
class MakeClaim(Command, kind="evaluation.make_claim"):
    """Claim a result on the evidence of observations (ids), and name the seat outside the pilot that verifies it."""

    JOINT = True
    text: Sealed
    observations: tuple[str, ...]
    verifier: str


@dataclass(frozen=True)
class NoClaims(Command, kind="evaluation.no_claims"):
    """Say that there is nothing to claim, and why."""

    JOINT = True
    reason: Sealed


@dataclass(frozen=True)
class ReassignVerifier(Command, kind="evaluation.reassign_verifier"):
    """Ask another seat outside the pilot to verify a claim that has no verdict yet."""

    claim: str
    verifier: str


@dataclass(frozen=True)
class VerifyClaim(Command, kind="evaluation.verify_claim"):
    """Give the verdict on a claim, for the seat that was asked to verify it."""

    ANSWERS = "verify_claim"
    JOINT = True
    claim: str
    verdict: Verdict
    grounds: Sealed


@dataclass(frozen=True)
class WriteLesson(Command, kind="evaluation.write_lesson"):
    """Write down a lesson: "works when …"."""

    JOINT = True
    works_when: Sealed


@dataclass(frozen=True)
class NameLead(Command, kind="evaluation.name_lead"):
    """Name the seat that leads the evaluation; never the one that led the pilot."""

    seat: str


@dataclass(frozen=True)
class WriteReport(Command, kind="evaluation.write_report"):
    """Give the report of the evaluation, or give it anew as long as the results have not been told."""

    JOINT = True
    text: Sealed


@dataclass(frozen=True)
class PublishResults(Command, kind="evaluation.publish_results"):
    """Tell everybody who gave input what came of it, in plain words: each gets one letter, which asks nothing."""

    JOINT = True
    text: Sealed
