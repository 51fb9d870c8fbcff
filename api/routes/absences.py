"""One absence, told to all initiatives in which somebody holds a seat."""

from __future__ import annotations

import secrets

from fastapi import APIRouter

from api.absences import AbsenceTold, ToldThere, tell_everywhere
from api.doors import Comer, Coordinator, Here
from api.problems import WRITING, declared
from api.scopes import needs
from api.stamps import IdempotencyKey
from api.words import PathId
from models.scopes import Scope

router = APIRouter(prefix="/register/persons", tags=["register"])


@router.post("/{person}/absence", responses=declared(*WRITING))
@needs(Scope.INITIATIVES_WRITE)
async def tell_absence(
    here: Here, asking: Coordinator, caller: Comer, person: PathId, body: AbsenceTold, key: IdempotencyKey = None
) -> tuple[ToldThere, ...]:
    """Tell that somebody is away to every initiative that goes on and in which they hold a seat: what is asked there
    goes to the deputy. The answer says of each whether it was told; a coordinator tells the own ones. Sent again with
    the same Idempotency-Key, it goes on where it was left.
    """
    return await tell_everywhere(here, caller, person, body, key or secrets.token_hex(16))
