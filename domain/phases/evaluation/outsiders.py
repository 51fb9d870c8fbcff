"""Outsiders to the pilot: the seats that may verify a claim, and why the others may not."""

from __future__ import annotations

from domain.entitlement import named_seat
from domain.facts import CommitmentState, Facts
from domain.initiative import Initiative
from domain.refusals import NotEntitled

_TIED = (CommitmentState.OPEN, CommitmentState.KEPT, CommitmentState.CHANGED)


def require_outsider(
    initiative: Initiative, verifier: str, observations: tuple[str, ...], claimant: str | None
) -> None:
    """Raise UnknownSeat, or NotEntitled with the tie that makes this seat no outsider to the pilot or the claim."""
    named_seat(initiative, verifier, "verifier")
    if tie := _tie(initiative.facts, verifier, observations, claimant):
        raise NotEntitled(
            f"this seat {tie}, so it cannot verify the claim",
            path="verifier",
            remedy="name a seat that stands outside the pilot and did not make the claim",
        )


def _tie(facts: Facts, seat: str, observations: tuple[str, ...], claimant: str | None) -> str | None:
    """What ties a seat to the pilot or to the claim, or None."""
    used = [facts.observations[observation] for observation in observations]
    owners = {facts.indicators[o.indicator].owner for o in used if o.indicator in facts.indicators}
    if seat == claimant:
        return "made the claim"
    if any(seat == activity.owner for activity in facts.activities.values()):
        return "owns an activity of the pilot"
    if any(seat == activity.deputy for activity in facts.activities.values()):
        return "is the deputy of an activity of the pilot"
    if seat in owners or any(seat == observation.seat for observation in used):
        return "reported the evidence"
    if any(seat == c.seat and c.state in _TIED for c in facts.commitments.values()):
        return "holds a commitment in the pilot"
    return None
