"""The pilot lead: the seat that leads the pilot, so that another one can lead its evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.commands import Said
from domain.entitlement import named_seat, require_coordinator
from domain.events import Event
from domain.initiative import Initiative
from domain.phases.piloting.commands import NameLead
from domain.phases.piloting.events import PilotLeadNamed
from domain.refusals import AlreadyAnswered

if TYPE_CHECKING:
    from domain.phases.piloting.state import Piloting


def name(state: Piloting, initiative: Initiative, said: Said, command: NameLead) -> tuple[Event, ...]:
    """Name the seat that leads the pilot, or another one instead: whoever leads it from an earlier pilot on goes on
    leading until then. Raises NotEntitled, UnknownSeat, AlreadyAnswered.
    """
    require_coordinator(said)
    seat = named_seat(initiative, command.seat, "seat").id
    before = state.lead or initiative.facts.pilot_lead
    if seat == before:
        raise AlreadyAnswered("this seat leads the pilot already", path="seat")
    return (PilotLeadNamed(seat, before),)
