"""Proposing and approving a change of the model: two of those who coordinate or administer, by the same dry run."""

from __future__ import annotations

from datetime import datetime

from domain.actors import Role
from domain.commands import Said
from domain.entitlement import require_coordinator
from domain.events import Event, ObligationReleased
from domain.initiative import Initiative
from domain.ledger.canonical import sha256_of
from domain.operating_model import OperatingModel
from domain.refusals import Malformed, NotAsked, NotEntitled, OutOfTurn, StateMovedOn
from domain.remodelling.changing import change
from domain.remodelling.commands import ApproveModelChange, ProposeModelChange
from domain.remodelling.dry_run import DryRun, dry_run
from domain.remodelling.events import ModelChangeProposed
from domain.remodelling.remodelled import ModelProposal
from domain.sealed import Sealed
from domain.wire import plain

OF_MODEL = (ProposeModelChange, ApproveModelChange)
"""The commands that are decided here."""


def said_of_model(initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
    """What follows from one of OF_MODEL. Raises NotEntitled, NotAsked, StateMovedOn, and what `fitting` refuses."""
    require_coordinator(said)
    match said.command:
        case ProposeModelChange() as command:
            return (_proposed(initiative, said, command, now),)
        case ApproveModelChange() as command:
            return _approved(initiative, said, command, now)
        case _:
            raise OutOfTurn(f"'{said.command.KIND}' is not asked for now")


def _proposed(initiative: Initiative, said: Said, command: ProposeModelChange, now: datetime) -> ModelChangeProposed:
    """A newer proposal takes the place of the former one."""
    tried = _tried(initiative, command, now)
    return ModelChangeProposed(
        model=tried.model,
        version=tried.version,
        model_sha256=tried.model_sha256,
        dry_run=command.dry_run,
        by=said.by.actor,
        by_admin=said.by.role is Role.ADMIN,
        reason=command.reason,
    )


def _approved(initiative: Initiative, said: Said, command: ApproveModelChange, now: datetime) -> tuple[Event, ...]:
    proposal = initiative.model_proposal
    if proposal is None:
        raise NotAsked("no change of the model is proposed", remedy="make its dry run, and propose it")
    if (proposal.model_sha256, proposal.dry_run) != (sha256_of(plain(command.rules)), command.dry_run):
        raise NotAsked("something else is proposed by now", path="dry_run", remedy="look at what is proposed")
    tried = _tried(initiative, command, now)
    _require_two(said, proposal, tried)
    return made(initiative, command.rules, tried, proposal.reason, now)


def made(
    initiative: Initiative, model: OperatingModel, tried: DryRun, reason: Sealed, now: datetime
) -> tuple[Event, ...]:
    """The events of the change that a dry run shows. Raises the Refusal that it meets."""
    changed = change(initiative, model, tried.sha256, reason, now)
    return (changed, *(ObligationReleased(owed) for owed in tried.released))


def _tried(initiative: Initiative, command: ProposeModelChange | ApproveModelChange, now: datetime) -> DryRun:
    """The dry run as it is now. Raises StateMovedOn where it says something else than the one that is named."""
    if (command.model, command.version) != (command.rules.id, command.rules.version):
        raise Malformed("these are the rules of another model", path="model", remedy="name the model that is meant")
    tried = dry_run(initiative, command.rules, now)
    if tried.sha256 != command.dry_run:
        raise StateMovedOn(
            "the initiative has moved on since this dry run", path="dry_run", remedy="make the dry run again"
        )
    return tried


def _require_two(said: Said, proposal: ModelProposal, tried: DryRun) -> None:
    if said.by.actor == proposal.by:
        raise NotEntitled(
            "you have proposed this yourself", remedy="let another who coordinates or administers approve"
        )
    if tried.weakens and not (proposal.by_admin or said.by.role is Role.ADMIN):
        raise NotEntitled(
            f"the present model locks what the other asks less of, or does not lock: {', '.join(tried.weakens)}",
            remedy="let an administrator approve it",
        )
