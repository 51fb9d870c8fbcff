"""The roles that a person of the register can be given."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from domain.actors import Role
from domain.refusals import Malformed

ROLES: Final = (Role.COORDINATOR, Role.AUDITOR, Role.ADMIN)
"""Those of staff, from the one that acts to the one that may do everything."""


def first_of(roles: Collection[Role]) -> Role:
    """In which of these somebody acts until they choose another. A session has one role at a time, so that what an
    auditor may see and what a coordinator may do never add up unnoticed.
    """
    return next(role for role in ROLES if role in roles)


def require_staff(role: Role, *, path: str = "role") -> None:
    """Raise Malformed for a role that nobody is given: seats speak by their links, and the public by open calls."""
    if role not in ROLES:
        raise Malformed("this is no role of staff", path=path, remedy=f"name one of {', '.join(ROLES)}")
