"""Handing the coordination over: offered under a mandate that was transferred, and accepted by the one who receives it.

The initiative stays the same one: its id, its ledger and whatever is open go on under the new backbone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from domain.actors import Role
from domain.asking import fulfils, opened, released, told_at
from domain.backbone.commands import AcceptBackbone, DeclineBackbone, OfferBackbone, WithdrawBackbone
from domain.backbone.events import BackboneDeclined, BackboneHandedOver, BackboneOffered, BackboneWithdrawn
from domain.backbone.offers import Offer
from domain.commands import Command, Said
from domain.entitlement import require_coordinator
from domain.events import Because, Event, MandateRenewed, ObligationHandedOver, TakenBy
from domain.exiting import tell_at, told
from domain.initiative import TAKE_OVER, Initiative
from domain.leaving import MANDATE, NEW_MANDATE
from domain.mandates import Mandate
from domain.mandating import RENEW, require_next
from domain.merging.offers import TAKE_IN
from domain.operating_model import DecisionRule, ExitKind
from domain.refusals import Malformed, MandateOutOfDate, MandateOutOfScope, NotAsked, NotEntitled, OutOfTurn

COMMANDS: tuple[type[Command], ...] = (OfferBackbone, AcceptBackbone, DeclineBackbone, WithdrawBackbone)


def said_of_backbone(initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
    """What is said about the hand-over. Raises NotEntitled, NotAsked, OutOfTurn, Malformed, MandateOutOfDate,
    MandateOutOfScope, AlreadyAnswered.
    """
    match said.command:
        case OfferBackbone() as command:
            return _offered(initiative, said, command, now)
        case AcceptBackbone():
            return _accepted(initiative, _asked(initiative, said), now)
        case DeclineBackbone(reason):
            offer = _asked(initiative, said)
            return (BackboneDeclined(offer.number, reason), *fulfils(initiative, TAKE_OVER))
        case _:
            require_coordinator(said)
            withdrawn = _withdrawn(initiative)
            if not withdrawn:
                raise NotAsked("no offer is open", remedy="look at the initiative for what it waits for now")
            return withdrawn


def _offered(initiative: Initiative, said: Said, command: OfferBackbone, now: datetime) -> tuple[Event, ...]:
    require_coordinator(said)
    rule = _rule(initiative)
    if command.coordinator == initiative.coordinator:
        raise Malformed("this person coordinates already", path="coordinator", remedy="name the one who is to go on")
    _require_covers(initiative, command.mandate, now)
    number = initiative.offers + 1
    offered = BackboneOffered(number, command.coordinator, command.mandate, command.reason)
    due = initiative.calendar.due(now, rule.due)
    asked = opened(initiative, TAKE_OVER, due, rule.ladder, now, subject=str(number))
    return (*_withdrawn(initiative), offered, replace(asked, owed_by=command.coordinator, principal=None))


def _accepted(initiative: Initiative, offer: Offer, now: datetime) -> tuple[Event, ...]:
    _require_covers(initiative, offer.mandate, now)
    handed = BackboneHandedOver(
        phase=initiative.at.phase,
        coordinator=offer.coordinator,
        backbone=offer.mandate.given_to,
        former=initiative.coordinator,
        former_backbone=initiative.backbone,
        mandate=offer.mandate.id,
        mandate_valid=True,
        reason=offer.reason,
        told=told(initiative, initiative, TakenBy.ROLE),
        tell_at=tell_at(initiative, now),
    )
    renewed = (MandateRenewed(offer.mandate), *fulfils(initiative, RENEW))
    return (*fulfils(initiative, TAKE_OVER), *renewed, handed, *_passed_on(initiative, offer.coordinator, now))


def _passed_on(initiative: Initiative, to: str, now: datetime) -> Iterator[Event]:
    """What the coordinator owes lies with the new one."""
    for owed in initiative.obligations.values():
        if owed.seat is None and owed.state.answerable and owed.duty not in (TAKE_OVER, TAKE_IN, RENEW):
            yield ObligationHandedOver(owed.id, to, told_at(initiative, now), Because.SEAT_PASSED)


def _asked(initiative: Initiative, said: Said) -> Offer:
    """The offer that the speaker was asked to accept."""
    offer = initiative.offer
    if offer is None or initiative.owed(TAKE_OVER) is None:
        raise NotAsked("no offer is open", remedy="ask the coordinator to make another")
    if said.by.actor != offer.coordinator or said.by.role is Role.PARTICIPANT:
        raise NotEntitled("another person was asked to go on with it", remedy="come with the key of that person")
    require_coordinator(said)
    return offer


def _withdrawn(initiative: Initiative) -> tuple[Event, ...]:
    if initiative.offer is None:
        return ()
    return (BackboneWithdrawn(initiative.offer.number), *released(initiative, TAKE_OVER))


def _require_covers(initiative: Initiative, mandate: Mandate, now: datetime) -> None:
    """The mandate must be the next one, another organisation's, valid today, and cover what the phase does."""
    require_next(initiative, mandate, now)
    day, act = initiative.calendar.local(now).date(), initiative.now_in.NEEDS
    if mandate.given_to == initiative.backbone:
        raise Malformed(
            "this mandate has the same holder", path="mandate", remedy="go on under it (initiative.renew_mandate)"
        )
    if not mandate.valid_on(day):
        raise MandateOutOfDate(
            f"the mandate is valid from {mandate.valid_from} to {mandate.valid_until}",
            path="mandate",
            remedy="hand over once it is valid",
        )
    if initiative.has(MANDATE) and not mandate.allows(act):
        raise MandateOutOfScope(f"{mandate.id} does not cover '{act}'", path="mandate", remedy=NEW_MANDATE)


def _rule(initiative: Initiative) -> DecisionRule:
    exits = initiative.charter.model.exits
    if exits is None or exits.offer is None or ExitKind.HAND_OVER not in initiative.rule.next:
        raise OutOfTurn("this phase cannot be handed over", remedy=f"its exits: {', '.join(initiative.rule.next)}")
    return exits.offer
