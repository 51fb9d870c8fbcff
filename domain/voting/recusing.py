"""Recusal (jäävi): a seat leaves numerator and denominator of a decision, and may come back until it is taken."""

from __future__ import annotations

from domain.asking import fulfils
from domain.commands import Said
from domain.entitlement import require_seat
from domain.events import Event
from domain.initiative import Initiative
from domain.refusals import AlreadyAnswered, NotAsked, NotEntitled
from domain.voting.commands import Recuse
from domain.voting.duties import BALLOTS
from domain.voting.events import RecusalWithdrawn, SeatRecused


def recuse(initiative: Initiative, said: Said, command: Recuse) -> tuple[Event, ...]:
    """Take a seat out of the decision; it owes no ballot, and no answer that is part of the decision.

    Raises NotEntitled, UnknownSeat, AlreadyAnswered.
    """
    seat, state = require_seat(initiative, said).id, initiative.now_in
    if seat in initiative.at.recused:
        raise AlreadyAnswered("this seat is recused already", remedy="withdraw the recusal to take part after all")
    if seat not in (*state.standing(initiative).entitled, *state.voters(initiative)):
        raise NotEntitled("this seat takes no part in the decision")
    asked = (*BALLOTS, *state.DECIDES)
    return (
        SeatRecused(seat, command.reason),
        *(event for duty in asked for event in fulfils(initiative, duty, seat=seat)),
    )


def withdraw(initiative: Initiative, said: Said) -> tuple[Event, ...]:
    """Let a recused seat take part again. Raises NotEntitled, UnknownSeat, NotAsked."""
    seat = require_seat(initiative, said).id
    if seat not in initiative.at.recused:
        raise NotAsked("this seat is not recused", remedy="look at the initiative for what it waits for now")
    return (RecusalWithdrawn(seat),)
