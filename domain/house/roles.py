"""Roles of people on pages."""

from __future__ import annotations

from dataclasses import dataclass

from domain.actors import Role
from domain.house.base import HouseEvent


@dataclass(frozen=True, kw_only=True)
class RoleGiven(HouseEvent, kind="role.given"):
    """A person may sign in with this role from now on."""

    person: str
    role: Role


@dataclass(frozen=True, kw_only=True)
class RoleTaken(HouseEvent, kind="role.taken"):
    """A person may not sign in with this role any more."""

    person: str
    role: Role
