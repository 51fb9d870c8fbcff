"""The ways of the main menu, and for whom each is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.actors import Role

_CARERS: Final = (Role.COORDINATOR, Role.ADMIN)
_ALL: Final = (Role.COORDINATOR, Role.AUDITOR, Role.ADMIN)


@dataclass(frozen=True)
class Way:
    """Where one can go: the name by which pages say that they are there (`here`) and words are found in `nav`, the
    address, and the roles that may go there.
    """

    name: str
    address: str
    roles: tuple[Role, ...] = _ALL


WAYS: Final = (
    Way("home", "/staff"),
    Way("phone", "/staff/phone-list", _CARERS),
    Way("start", "/staff/start", _CARERS),
    Way("register", "/staff/register"),
    Way("history", "/staff/history"),
    Way("sessions", "/staff/sessions"),
)


def ways_of(role: Role) -> list[Way]:
    """The ways of somebody who acts in this role, in the order of the menu."""
    return [way for way in WAYS if role in way.roles]
