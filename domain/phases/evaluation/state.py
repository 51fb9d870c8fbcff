"""The rules of evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from domain.asking import ask
from domain.commands import Said
from domain.conditions import by_condition
from domain.events import Event, LessonWritten, PhaseExited
from domain.facts import Claim, Facts
from domain.favouring import Act
from domain.gate_words import Settled
from domain.gates import Duties, Found
from domain.initiative import Initiative, PhaseState
from domain.mandates import MandateAct
from domain.operating_model import ExitKind
from domain.phases.evaluation import claiming, favouring, leading, learning, results, rubric, verifying
from domain.phases.evaluation.commands import (
    AnswerRubric,
    MakeClaim,
    NameLead,
    NoClaims,
    PublishResults,
    Ratings,
    ReassignVerifier,
    VerifyClaim,
    WriteLesson,
    WriteReport,
)
from domain.phases.evaluation.conclusions import Conclusion, require_conclusion
from domain.phases.evaluation.events import (
    ClaimMade,
    EvaluationLeadNamed,
    NothingClaimed,
    ReportWritten,
    ResultsPublished,
    RubricAnswered,
    VerdictGiven,
    VerifierReassigned,
)
from domain.phases.evaluation.outsiders import piloted
from domain.refusals import OutOfTurn
from domain.standing import Standing


@dataclass(frozen=True)
class Claimed:
    """A claim, its claimant's seat (None: the coordinator), whose verdict it waits for, and how many were asked."""

    claim: Claim
    seat: str | None
    verifier: str
    asked: int = 1


@dataclass(frozen=True)
class Evaluation(PhaseState, kind="evaluation"):
    """Ratings by seat, claims by id and the number of lessons.

    `earlier` claims were made in former rounds; ids count on from them, and `lessons` from the lessons of those. The
    seat `lead` leads the evaluation, if one was named; the report is `reported`, and then the results are `published`.
    """

    ACT = "rate the conditions of the collaboration"
    COUNTS_LESSONS = True
    FAVOURED = Conclusion.ESTABLISH.value
    NEEDS = MandateAct.EVALUATE

    ratings: dict[str, Ratings] = field(default_factory=dict)
    claims: dict[str, Claimed] = field(default_factory=dict)
    nothing_claimed: bool = False
    lessons: int = 0
    earlier: int = 0
    lead: str | None = None
    reported: bool = False
    published: bool = False

    @classmethod
    def begin(cls, facts: Facts) -> Self:
        """See `PhaseState.begin`."""
        return cls(lessons=facts.lessons, earlier=len(facts.claims))

    def opening(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """Every seat that takes part rates the five conditions; the coordinator makes claims, writes lessons and calls
        the meeting on the results.
        """
        asked = initiative.rule.obligations
        raters = initiative.active if rubric.DUTY in asked else ()
        own = (duty for duty in (claiming.DUTY, learning.DUTY, results.MEETING) if duty in asked)
        return (
            *(ask(initiative, rubric.DUTY, now, seat=seat) for seat in raters),
            *(ask(initiative, duty, now) for duty in own),
        )

    def decide(self, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
        """See `PhaseState.decide`."""
        match said.command:
            case AnswerRubric() as command:
                return rubric.answer(self, initiative, said, command)
            case MakeClaim() as command:
                return claiming.make(self, initiative, said, command, now)
            case NoClaims() as command:
                return claiming.make_none(self, initiative, said, command)
            case ReassignVerifier() as command:
                return verifying.reassign(self, initiative, said, command, now)
            case VerifyClaim() as command:
                return verifying.verify(self, initiative, said, command)
            case WriteLesson() as command:
                return learning.write(self, initiative, said, command)
            case NameLead() as command:
                return leading.name(self, initiative, said, command)
            case WriteReport() as command:
                return results.write(self, initiative, said, command)
            case PublishResults() as command:
                return results.publish(self, initiative, said, command, now)
            case _:
                raise OutOfTurn(f"'{said.command.KIND}' is not asked for in evaluation")

    def after(self, event: Event, at: datetime) -> Self:
        """See `PhaseState.after`."""
        match event:
            case RubricAnswered(seat, ratings):
                return replace(self, ratings=self.ratings | {seat: ratings})
            case ClaimMade():
                claim = Claim(event.claim, event.observations)
                return self._with(Claimed(claim, event.seat, event.verifier))
            case NothingClaimed():
                return replace(self, nothing_claimed=True)
            case VerifierReassigned(claim_id, verifier):
                claimed = self.claims[claim_id]
                return self._with(replace(claimed, verifier=verifier, asked=claimed.asked + 1))
            case VerdictGiven(claim_id, seat, verdict):
                claimed = self.claims[claim_id]
                return self._with(replace(claimed, claim=replace(claimed.claim, verdict=verdict, verified_by=seat)))
            case LessonWritten():
                return replace(self, lessons=self.lessons + 1)
            case EvaluationLeadNamed(seat):
                return replace(self, lead=seat)
            case ReportWritten():
                return replace(self, reported=True)
            case ResultsPublished():
                return replace(self, published=True)
            case _:
                return self

    def _with(self, claimed: Claimed) -> Self:
        return replace(self, claims=self.claims | {claimed.claim.id: claimed})

    def consequences(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """What the meeting and the report lead to."""
        return results.follow(self, initiative, now)

    def standing(self, initiative: Initiative) -> Standing:
        """Of the seats that take part, those that rated the five conditions are present."""
        entitled = initiative.active
        present = tuple(seat for seat in entitled if seat in self.ratings)
        return Standing(entitled, present, tuple(seat for seat in entitled if seat not in present))

    def found(self, initiative: Initiative) -> Found:
        """Which claims have their verdict, and the verifiers of those that have not; and how the seats that decide rate
        the five conditions.
        """
        waiting = {claim: c.verifier for claim, c in self.claims.items() if c.claim.verdict is None}
        have, verifiers = len(self.claims) - len(waiting), tuple(dict.fromkeys(waiting.values()))
        rating = {seat: self.ratings[seat] for seat in initiative.standing.present}
        return Found(
            {Settled.CLAIMS: Duties(have, len(self.claims), verifiers, tuple(waiting))},
            conditions=by_condition(rating, {name: seat.sector for name, seat in initiative.seats.items()}),
        )

    def may_stand_in(self, initiative: Initiative, duty: str, actor: str) -> bool:
        """Nobody verifies what they have piloted themself."""
        return duty != verifying.DUTY or actor not in piloted(initiative)

    def lessons_written(self, facts: Facts) -> int:
        """Those handed on are counted on from here."""
        return self.lessons

    def require_verdict(self, exit: ExitKind, verdict: str | None) -> None:
        """A vote that somebody calls names its conclusion."""
        require_conclusion(exit, verdict)

    def hand_on(self, facts: Facts, exit: PhaseExited) -> Facts:
        """The claims with their verdicts, the lessons, and what the seats concluded."""
        claims = facts.claims | {claimed.claim.id: claimed.claim for claimed in self.claims.values()}
        return replace(facts, claims=claims, lessons=self.lessons, conclusion=exit.verdict)

    def favourable(self, initiative: Initiative) -> Iterator[Act]:
        """See `PhaseState.favourable`."""
        return favouring.favourable(self, initiative)
