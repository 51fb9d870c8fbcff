"""Who may say this: the coordinator, a role, or a seat speaking for itself."""

from __future__ import annotations

from domain.actors import Role
from domain.commands import Said
from domain.initiative import Initiative
from domain.operating_model import Who
from domain.refusals import NotEntitled, UnknownSeat
from domain.seats import Seat


def require_coordinator(said: Said) -> None:
    """Raise NotEntitled unless the initiative's coordinator (or an administrator) speaks, and for no seat."""
    if said.by.role not in (Role.COORDINATOR, Role.ADMIN):
        raise NotEntitled("this is the coordinator's to do", remedy="ask the coordinator")
    if said.by.seat is not None:
        raise NotEntitled("no seat says this", path="for_seat", remedy="leave out for_seat and channel")


def require_seat(initiative: Initiative, said: Said) -> Seat:
    """The seat that is spoken for.

    Raises NotEntitled when none is, UnknownSeat when it is none of this initiative's.
    """
    if said.by.seat is None:
        raise NotEntitled(
            "only a seat can say this", path="for_seat", remedy="name the seat it is said for, and how it reached you"
        )
    return named_seat(initiative, said.by.seat, "for_seat")


def named_seat(initiative: Initiative, seat: str, path: str) -> Seat:
    """A seat of the initiative by its id. Raises UnknownSeat with the path where it was named."""
    if seat not in initiative.seats:
        raise UnknownSeat(f"'{seat}' is no seat of this initiative", path=path, remedy="name one of its seats")
    return initiative.seats[seat]


def require_active(initiative: Initiative, said: Said) -> Seat:
    """The seat that is spoken for, which must be taking part. Raises NotEntitled otherwise."""
    seat = require_seat(initiative, said)
    if seat.id not in initiative.active:
        raise NotEntitled("this seat has not accepted its invitation", remedy="ask the coordinator to invite it again")
    return seat


def require_role(initiative: Initiative, said: Said, role: Who | None) -> None:
    """Raise NotEntitled unless the role speaks: the chair by the seat of the chair or its deputy, else the
    coordinator.
    """
    if role is Who.CHAIR:
        if said.by.seat is None or said.by.seat not in initiative.chairs:
            raise NotEntitled("this is the chair's to do", remedy="ask the chair or the deputy chair")
    else:
        require_coordinator(said)
