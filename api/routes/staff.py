"""Staff: who may sign in, in which roles."""

from __future__ import annotations

from fastapi import APIRouter

from api import staffing
from api.doors import Admin, Here, Overseer
from api.problems import WRITING, declared
from api.scopes import needs
from api.staffing import RoleSaid, StaffView
from api.words import PathId
from models.scopes import Scope

router = APIRouter(prefix="/staff", tags=["staff"])


@router.get("", responses=declared())
@needs(Scope.REGISTER_READ)
async def staff(here: Here, asking: Overseer) -> tuple[StaffView, ...]:
    """Everybody who may sign in, with their roles. Who had which role when is told by the stream of the house."""
    return await staffing.listed(here)


@router.post("/{person}/give-role", responses=declared(*WRITING))
@needs(Scope.ADMIN)
async def give_role(here: Here, asking: Admin, person: PathId, said: RoleSaid) -> StaffView:
    """Let a person of the register sign in with this role from now on, by a link to their address, which must be that
    of nobody else of the staff. Again changes nothing.
    """
    return await staffing.give(here, asking, person, said)


@router.post("/{person}/take-role", responses=declared(*WRITING))
@needs(Scope.ADMIN)
async def take_role(here: Here, asking: Admin, person: PathId, said: RoleSaid) -> StaffView:
    """Take a role: whoever is signed in with any of theirs is signed out at once. Keys that act for them are told, and
    stay until they are revoked. The last administrator stays one. Again changes nothing.
    """
    return await staffing.take(here, asking, person, said)
