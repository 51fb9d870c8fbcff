"""The evaluation lead: never the pilot lead, nor of the same organisation or people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.commands import Said
from domain.entitlement import named_seat, require_coordinator, require_seat
from domain.events import Event
from domain.initiative import Initiative
from domain.phases.evaluation.commands import NameLead
from domain.phases.evaluation.events import EvaluationLeadNamed
from domain.phases.evaluation.outsiders import kin, require_not_pilot_lead
from domain.refusals import AlreadyAnswered, NotEntitled

if TYPE_CHECKING:
    from domain.phases.evaluation.state import Evaluation


def name(state: Evaluation, initiative: Initiative, said: Said, command: NameLead) -> tuple[Event, ...]:
    """Name the seat that leads the evaluation, or another one instead. Raises UnknownSeat, AlreadyAnswered, and
    NotEntitled for whoever led the pilot.
    """
    require_coordinator(said)
    seat = named_seat(initiative, command.seat, "seat").id
    if seat == state.lead:
        raise AlreadyAnswered("this seat leads the evaluation already", path="seat")
    led = initiative.facts.pilot_lead
    if led is not None and led in kin(initiative, seat):
        raise NotEntitled(
            "this seat, or its organisation or people, led the pilot, so it cannot lead the evaluation",
            path="seat",
            remedy="name a seat that did not lead the pilot",
        )
    return (EvaluationLeadNamed(seat, state.lead),)


def lead_or_coordinator(state: Evaluation, initiative: Initiative, said: Said) -> str | None:
    """The evaluation lead's seat if it is spoken for, None for the coordinator in person. Raises NotEntitled for anyone
    else, and for whoever led the pilot under another seat.
    """
    require_not_pilot_lead(initiative, said)
    if said.by.seat is None:
        require_coordinator(said)
        return None
    seat = require_seat(initiative, said).id
    if seat != state.lead:
        raise NotEntitled("this is for the evaluation lead or the coordinator", remedy="ask the coordinator")
    return seat
