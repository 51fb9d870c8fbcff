"""Deputies: who stands in for whom, in a chain that ends and never comes back to itself."""

from __future__ import annotations

from datetime import datetime

from domain.commands import Said
from domain.entitlement import named_seat, require_coordinator
from domain.events import Event
from domain.folding import after_all
from domain.initiative import Initiative
from domain.matters.seats import standing_in
from domain.matters.seats.commands import NameDeputies
from domain.matters.seats.events import DeputiesNamed
from domain.people import require_chain


def name(initiative: Initiative, said: Said, command: NameDeputies, now: datetime) -> tuple[Event, ...]:
    """Name the deputies of a seat or of the coordinator; what one who is none any more had taken over goes back to the
    seat. Raises NotEntitled, UnknownSeat, Malformed at the deputy who is in the chain already or one too many.
    """
    require_coordinator(said)
    if command.seat is None:
        require_chain(initiative.coordinator, command.deputies, "deputies")
        return (DeputiesNamed(command.deputies),)
    holder = initiative.holder(named_seat(initiative, command.seat, "seat").id)
    require_chain(holder, command.deputies, "deputies")
    named = DeputiesNamed(command.deputies, command.seat, holder, initiative.seats[command.seat].until)
    return (named, *standing_in.left_behind(after_all(initiative, (named,), now), command.seat, now))
