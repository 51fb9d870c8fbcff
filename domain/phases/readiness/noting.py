"""What there is already: notes on the landscape, and the champions of the matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.asking import fulfils
from domain.commands import Said
from domain.entitlement import named_seat, require_coordinator
from domain.events import Event
from domain.initiative import Initiative
from domain.phases.readiness.commands import NameChampions, NoteLandscape
from domain.phases.readiness.duties import LANDSCAPE
from domain.phases.readiness.events import ChampionsNamed, LandscapeNoted
from domain.refusals import AlreadyAnswered, Malformed, NotAsked

if TYPE_CHECKING:
    from domain.phases.readiness.state import Readiness

MOST: Final = 100
"""As many notes as anybody reads."""


def note(state: Readiness, initiative: Initiative, said: Said, command: NoteLandscape) -> tuple[Event, ...]:
    """Take a note. Raises NotEntitled, NotAsked once there are as many as anybody reads."""
    require_coordinator(said)
    if state.notes >= MOST:
        raise NotAsked(f"there are {MOST} notes on the landscape", remedy="go on with what is known")
    return (LandscapeNoted(f"l{state.notes + 1}", command.text), *fulfils(initiative, LANDSCAPE))


def name_champions(state: Readiness, initiative: Initiative, said: Said, command: NameChampions) -> tuple[Event, ...]:
    """Name the champions. Raises NotEntitled, UnknownSeat, Malformed for nobody or one named twice, AlreadyAnswered."""
    require_coordinator(said)
    if not command.seats:
        raise Malformed("nobody is named", path="seats", remedy="name at least one seat")
    for place, seat in enumerate(command.seats):
        named_seat(initiative, seat, f"seats.{place}")
    if len(set(command.seats)) < len(command.seats):
        raise Malformed("a seat is named twice", path="seats", remedy="name each seat once")
    if command.seats == state.champions:
        raise AlreadyAnswered("these are the champions already", path="seats")
    return (ChampionsNamed(command.seats, state.champions or None),)
