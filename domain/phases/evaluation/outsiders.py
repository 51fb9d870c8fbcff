"""Outsiders to the pilot: the seats that may verify a claim, and why the others may not."""

from __future__ import annotations

from domain.acting import people_of
from domain.actors import Role
from domain.commands import Said
from domain.entitlement import named_seat
from domain.facts import CommitmentState
from domain.initiative import Initiative
from domain.refusals import NotEntitled


def require_outsider(
    initiative: Initiative, verifier: str, observations: tuple[str, ...], claimant: str | None
) -> None:
    """Raise UnknownSeat, or NotEntitled with the tie that makes this seat no outsider to the pilot or the claim."""
    named_seat(initiative, verifier, "verifier")
    if tie := _tie(initiative, verifier, observations, claimant):
        raise NotEntitled(
            f"this seat {tie}, so it cannot verify the claim",
            path="verifier",
            remedy="name a seat that stands outside the pilot and did not make the claim",
        )


def piloted(initiative: Initiative) -> frozenset[str]:
    """The actors who speak for a seat of the pilot: one that owns or deputises an activity, owns an indicator, reported
    or made a commitment that was not released.
    """
    facts = initiative.facts
    seats = {
        *(a.owner for a in facts.activities.values()),
        *(a.deputy for a in facts.activities.values()),
        *(i.owner for i in facts.indicators.values()),
        *(o.seat for o in facts.observations.values()),
        *(c.seat for c in facts.commitments.values() if c.state is not CommitmentState.RELEASED),
    }
    return frozenset(actor for seat in seats if seat in initiative.seats for actor in people_of(initiative, seat))


def require_distance(initiative: Initiative, said: Said) -> None:
    """Raise NotEntitled for a person who would verify what they have piloted under another seat."""
    if initiative.has("seats") and said.by.role is Role.PARTICIPANT and said.by.actor in piloted(initiative):
        raise NotEntitled(
            "you speak for a seat of the pilot too, so you cannot verify its results",
            path="claim",
            remedy="tell the coordinator, who asks somebody outside the pilot",
        )


def _tie(initiative: Initiative, seat: str, observations: tuple[str, ...], claimant: str | None) -> str | None:
    """What ties a seat, or another seat of its organisation or people, to the pilot or the claim; None for nothing."""
    facts, kin = initiative.facts, _kin(initiative, seat)
    used = [facts.observations[observation] for observation in observations]
    owners = {facts.indicators[o.indicator].owner for o in used if o.indicator in facts.indicators}
    ties: dict[str, set[str | None]] = {
        "made the claim": {claimant},
        "owns an activity of the pilot": {a.owner for a in facts.activities.values()},
        "is the deputy of an activity of the pilot": {a.deputy for a in facts.activities.values()},
        "reported the evidence": {*owners, *(observation.seat for observation in used)},
        "made a commitment in the pilot": {
            c.seat for c in facts.commitments.values() if c.state is not CommitmentState.RELEASED
        },
    }
    if claimant is None and initiative.seats[seat].organisation == initiative.charter.backbone:
        return "is the backbone's, which made the claim"
    return next((tie for tie, tied in ties.items() if kin & tied), None)


def _kin(initiative: Initiative, seat: str) -> set[str | None]:
    """The seat and all seats of its organisation, holder or deputy: none of them is an outsider for another."""
    own, people = initiative.seats[seat], set(people_of(initiative, seat))
    return {
        other.id
        for other in initiative.roster
        if other.organisation == own.organisation or people & set(people_of(initiative, other.id))
    }
