"""Handing on: one duty goes to the deputy because whoever it lies with asks so; the rest of the seat stays as it is."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from domain.actors import Role
from domain.asking import handed_over
from domain.clockwork import deputy_of
from domain.commands import Said
from domain.entitlement import require_seat
from domain.events import Event
from domain.initiative import Initiative
from domain.matters.seats.commands import HandDutyOn
from domain.obligations import Obligation, ObligationState
from domain.refusals import NotAsked, NotEntitled

INVITATION: Final = "answer_invitation"
"""It is handed on by an answer of its own, with which the deputy takes the seat over."""


def hand_on(initiative: Initiative, said: Said, command: HandDutyOn, now: datetime) -> tuple[Event, ...]:
    """Let a duty lie with the deputy. Raises NotEntitled, UnknownSeat, and NotAsked where it is not open, or nobody is
    there to take it.
    """
    seat = require_seat(initiative, said)
    owed = initiative.obligations.get(command.obligation)
    if owed is None or owed.seat != seat.id or owed.state is not ObligationState.OPEN:
        raise NotAsked(
            "this is not asked of the seat now", path="obligation", remedy="name a duty of the seat that is open"
        )
    if owed.duty == INVITATION:
        raise NotAsked(
            "an invitation is handed on by its answer", path="obligation", remedy="answer the invitation with 'deputy'"
        )
    if said.by.role is Role.PARTICIPANT and said.by.actor != owed.owed_by:
        raise NotEntitled("this lies with somebody else", remedy="answer it, which the seat may all the same")
    deputy = to_whom(initiative, owed)
    if deputy is None:
        raise NotAsked(
            "there is no deputy who could take this", path="obligation", remedy="answer it, or tell the coordinator"
        )
    return (handed_over(initiative, owed.id, deputy, now),)


def to_whom(initiative: Initiative, owed: Obligation) -> str | None:
    """The deputy who would take an open duty of a seat; None where there is none, who is there and may."""
    if not initiative.has("seats") or owed.duty == INVITATION:
        return None
    deputy = deputy_of(initiative, owed)
    if deputy is None or deputy == owed.owed_by:
        return None
    return deputy if initiative.now_in.may_stand_in(initiative, owed.duty, deputy) else None
