"""Sign-ins of staff. Who signed in or out is the actor of the entry."""

from __future__ import annotations

from dataclasses import dataclass

from domain.actors import Role
from domain.house.base import HouseEvent


@dataclass(frozen=True, kw_only=True)
class SignedIn(HouseEvent, kind="staff.signed_in"):
    """Somebody signed in, and may do what this role may."""

    role: Role


@dataclass(frozen=True, kw_only=True)
class SignedOut(HouseEvent, kind="staff.signed_out"):
    """A session was ended before its time."""
