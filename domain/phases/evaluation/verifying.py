"""Verdicts on claims, by a seat outside the pilot that was asked for one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from domain.asking import ask, fulfils
from domain.commands import Said
from domain.entitlement import require_coordinator, require_seat
from domain.events import Event, ObligationReleased
from domain.initiative import Initiative
from domain.phases.evaluation.changing import require_changeable
from domain.phases.evaluation.commands import ReassignVerifier, VerifyClaim
from domain.phases.evaluation.events import VerdictGiven, VerifierReassigned
from domain.phases.evaluation.outsiders import require_distance, require_outsider
from domain.refusals import AlreadyAnswered, NotAsked, NotEntitled

if TYPE_CHECKING:
    from domain.phases.evaluation.state import Claimed, Evaluation

DUTY = "verify_claim"


def verdict_asked(initiative: Initiative, claim: str, time: int, verifier: str, now: datetime) -> tuple[Event, ...]:
    """Ask a seat for its verdict on a claim, for the `time`-th time that anyone is asked; nothing if the model does
    not.
    """
    if DUTY not in initiative.rule.obligations:
        return ()
    return (ask(initiative, DUTY, now, seat=verifier, subject=_subject(claim, time)),)


def reassign(
    state: Evaluation, initiative: Initiative, said: Said, command: ReassignVerifier, now: datetime
) -> tuple[Event, ...]:
    """Ask another outsider. Raises NotEntitled, UnknownSeat, NotAsked, AlreadyAnswered."""
    require_coordinator(said)
    claimed = _named(state, command.claim)
    if claimed.claim.verdict is not None:
        raise AlreadyAnswered("this claim has its verdict", path="claim")
    if command.verifier == claimed.verifier:
        raise AlreadyAnswered("this seat has been asked already", path="verifier", remedy="name another seat")
    require_outsider(initiative, command.verifier, claimed.claim.observations, claimed.seat)
    reassigned = VerifierReassigned(command.claim, command.verifier, claimed.verifier)
    earlier = initiative.owed(DUTY, subject=_subject(command.claim, claimed.asked))
    released = (ObligationReleased(earlier.id),) if earlier else ()
    again = verdict_asked(initiative, command.claim, claimed.asked + 1, command.verifier, now)
    return (reassigned, *released, *again)


def verify(state: Evaluation, initiative: Initiative, said: Said, command: VerifyClaim) -> tuple[Event, ...]:
    """Take the verdict of the seat that was asked.

    Raises NotEntitled, NotAsked, AlreadyAnswered for a change after the due day.
    """
    seat = require_seat(initiative, said).id
    claimed = _named(state, command.claim)
    if seat != claimed.verifier:
        raise NotEntitled("another seat was asked to verify this claim", path="claim", remedy="ask the coordinator")
    require_distance(initiative, said)
    subject = _subject(command.claim, claimed.asked)
    before = claimed.claim.verdict
    if before is not None:
        require_changeable(initiative, said, DUTY, seat=seat, subject=subject)
    given = VerdictGiven(command.claim, seat, command.verdict, command.grounds, before)
    return (given, *fulfils(initiative, DUTY, seat=seat, subject=subject))


def _subject(claim: str, time: int) -> str:
    return claim if time == 1 else f"{claim}.{time}"


def _named(state: Evaluation, claim: str) -> Claimed:
    if claim not in state.claims:
        raise NotAsked(f"there is no claim '{claim}'", path="claim", remedy="name one of this evaluation's claims")
    return state.claims[claim]
