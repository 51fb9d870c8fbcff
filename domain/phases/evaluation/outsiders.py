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
    """The actors who speak for a seat of the pilot: one that led it, owns or deputises an activity, owns an indicator,
    reported or made a commitment that was not released.
    """
    facts = initiative.facts
    seats = {
        facts.pilot_lead,
        *(a.owner for a in facts.activities.values()),
        *(a.deputy for a in facts.activities.values()),
        *(i.owner for i in facts.indicators.values()),
        *(o.seat for o in facts.observations.values()),
        *(c.seat for c in facts.commitments.values() if c.state is not CommitmentState.RELEASED),
    }
    known = initiative.seats
    return frozenset(actor for seat in seats if seat and seat in known for actor in people_of(initiative, seat))


def require_distance(initiative: Initiative, said: Said) -> None:
    """Raise NotEntitled for a person who would verify what they have piloted under another seat, by whatever channel:
    what is entered for a seat is its holder's word.
    """
    word = said.by.actor if said.by.role is Role.PARTICIPANT or not said.by.seat else initiative.holder(said.by.seat)
    if initiative.has("seats") and word in piloted(initiative):
        raise NotEntitled(
            "whoever speaks for this seat speaks for a seat of the pilot too, and so cannot verify its results",
            path="claim",
            remedy="tell the coordinator, who asks somebody outside the pilot",
        )
    require_not_pilot_lead(initiative, said)


def require_not_pilot_lead(initiative: Initiative, said: Said) -> None:
    """Raise NotEntitled for a person who led the pilot, whether they speak themself, or enter it for somebody, or
    somebody enters it for them.
    """
    led, seat = initiative.facts.pilot_lead, said.by.seat
    if led is None or led not in initiative.seats:
        return
    entered = seat is not None and said.by.role is not Role.PARTICIPANT
    speaking = {said.by.actor, *((initiative.holder(seat),) if seat and entered else ())}
    if speaking & set(people_of(initiative, led)):
        raise NotEntitled(
            "whoever led the pilot has no part in what its evaluation finds",
            remedy="let somebody else say it: name an evaluation lead, or a verifier outside the pilot",
        )


def _tie(initiative: Initiative, seat: str, observations: tuple[str, ...], claimant: str | None) -> str | None:
    """What ties a seat, or another seat of its organisation or people, to the pilot or the claim; None for nothing."""
    facts, own = initiative.facts, kin(initiative, seat)
    used = [facts.observations[observation] for observation in observations]
    owners = {facts.indicators[o.indicator].owner for o in used if o.indicator in facts.indicators}
    ties: dict[str, set[str | None]] = {
        "led the pilot": {facts.pilot_lead},
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
    return next((tie for tie, tied in ties.items() if own & tied), None)


def kin(initiative: Initiative, seat: str) -> set[str | None]:
    """The seat and all seats of its organisation, holder or deputy: none of them is an outsider for another."""
    own, people = initiative.seats[seat], set(people_of(initiative, seat))
    return {
        other.id
        for other in initiative.roster
        if other.organisation == own.organisation or people & set(people_of(initiative, other.id))
    }
