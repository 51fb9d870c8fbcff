"""Offering an initiative to another: asked by its coordinator, agreed to by the other's, and then carried out.

Between the two words lies nothing that could go half way: once it is agreed, nothing else is said here until the other
initiative has taken in what this one brings, or was found unable to. Then this one ends, or goes on.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.actors import Role
from domain.asking import fulfils, opened, released
from domain.commands import Command, Said
from domain.entitlement import require_coordinator
from domain.events import Event, TakenBy
from domain.exiting import Parting, exit_taken
from domain.folding import after_all
from domain.holding import gone_on
from domain.initiative import Initiative
from domain.matters.application import Application
from domain.merging.commands import AcceptMerge, DeclineMerge, OfferMerge, WithdrawMerge
from domain.merging.events import (
    InitiativeMerged,
    MergeAccepted,
    MergeDeclined,
    MergeFailed,
    MergeOffered,
    MergeWithdrawn,
)
from domain.merging.offers import TAKE_IN, MergeOffer, offered_by
from domain.operating_model import DecisionRule, ExitKind
from domain.refusals import Malformed, NotAsked, NotEntitled, NotMergeable, OutOfTurn

COMMANDS: tuple[type[Command], ...] = (OfferMerge, AcceptMerge, DeclineMerge, WithdrawMerge)


def said_of_merging(initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
    """What is said about merging this initiative into another. Raises NotEntitled, NotAsked, OutOfTurn, Malformed."""
    match said.command:
        case OfferMerge() as command:
            return _offered(initiative, said, command, now)
        case AcceptMerge() as command:
            offer = _asked(initiative, said, command.deputies)
            _rule(initiative)
            return (MergeAccepted(offer.number, offer.into), *fulfils(initiative, TAKE_IN))
        case DeclineMerge() as command:
            offer = _asked(initiative, said, command.deputies)
            return (MergeDeclined(offer.number, command.reason), *fulfils(initiative, TAKE_IN))
        case _:
            require_coordinator(said)
            withdrawn = _withdrawn(initiative)
            if not withdrawn:
                raise NotAsked("no offer to merge is open", remedy="look at the initiative for what it waits for now")
            return withdrawn


def _offered(initiative: Initiative, said: Said, command: OfferMerge, now: datetime) -> tuple[Event, ...]:
    require_coordinator(said)
    rule = _rule(initiative)
    if command.into == initiative.id:
        raise Malformed("an initiative cannot become part of itself", path="into", remedy="name another initiative")
    number = initiative.merge.offers + 1
    offered = MergeOffered(number, command.into, command.taker, command.reason, command.deputies)
    due = initiative.calendar.due(now, rule.due)
    asked = opened(initiative, TAKE_IN, due, rule.ladder, now, subject=str(number))
    return (*_withdrawn(initiative), offered, replace(asked, owed_by=command.taker, principal=None))


def _asked(initiative: Initiative, said: Said, deputies: tuple[str, ...] | None) -> MergeOffer:
    """The offer that the speaker was asked to answer, or may answer as one of the `deputies` who stand in now (None:
    those of when it was made).
    """
    offer = initiative.merge.offer
    if offer is None or initiative.owed(TAKE_IN) is None:
        raise NotAsked("no offer to merge is open", remedy="ask the coordinator to make another")
    if (
        said.by.actor not in (offer.taker, *(offer.deputies if deputies is None else deputies))
        or said.by.role is Role.PARTICIPANT
    ):
        raise NotEntitled("another person was asked to take it in", remedy="come with the key of that person")
    require_coordinator(said)
    return offer


def _withdrawn(initiative: Initiative) -> tuple[Event, ...]:
    offer = initiative.merge.offer
    return () if offer is None else (MergeWithdrawn(offer.number), *released(initiative, TAKE_IN))


def _rule(initiative: Initiative) -> DecisionRule:
    rule = offered_by(initiative.charter.model, initiative.at.phase)
    model = initiative.charter.model
    if initiative.has(Application.KIND) and not any(offered_by(model, phase) for phase in model.phases):
        raise NotMergeable(
            "an application answers one call by one deadline, and is not merged",
            remedy="stop well, and let its partners and their needs join the other initiative",
        )
    if rule is None:
        raise OutOfTurn("this phase cannot be left by a merge", remedy=f"its exits: {', '.join(initiative.rule.next)}")
    return rule


def merged(initiative: Initiative, number: int, seq: int, now: datetime) -> tuple[Event, ...]:
    """The other initiative has taken this one in by entry `seq` of its ledger: this one ends. Nothing where the offer
    of this number is not the one that was agreed on, as when it has been carried out before.
    """
    offer = initiative.bound
    if offer is None or offer.number != number:
        return ()
    rested = gone_on(initiative, now) if initiative.paused and initiative.paused.hold else ()
    gone = (*rested, InitiativeMerged(number, offer.into, seq))
    left = after_all(initiative, gone, now)
    return (*gone, *exit_taken(left, ExitKind.MERGE, TakenBy.ROLE, now, parting=Parting(offer.reason)))


def failed(initiative: Initiative, number: int, because: str) -> tuple[Event, ...]:
    """The other initiative could not take this one in: it goes on. Nothing where that is known."""
    offer = initiative.bound
    return (MergeFailed(number, offer.into, because),) if offer is not None and offer.number == number else ()
