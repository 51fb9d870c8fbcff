"""Letters of the whole house: whether they are sent, and the pause of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Depends
from sqlmodel import Session

from api.doors import Admin, Here, Reader
from api.problems import WRITING, declared
from api.queries import require_clear
from api.scopes import needs
from models import pauses
from models.scopes import Scope
from models.tables import Pause

router = APIRouter(prefix="/letters", tags=["letters"], dependencies=[Depends(require_clear)])


@dataclass(frozen=True)
class Sending:
    """Whether letters go out; while they are paused, since when and by whom (a person or key, by id)."""

    paused: bool
    since: datetime | None = None
    by: str | None = None

    @classmethod
    def of(cls, pause: Pause | None) -> Sending:
        """As the row of the pause tells."""
        return cls(True, pause.paused_at, pause.by) if pause else cls(False)


@router.get("/sending", responses=declared())
@needs(Scope.LETTERS_READ)
async def sending(here: Here, asking: Reader) -> Sending:
    """Whether letters go out, or somebody has paused them."""
    return Sending.of(await here.database.read(pauses.paused))


@router.post("/pause", responses=declared(*WRITING))
@needs(Scope.ADMIN)
async def pause(here: Here, asking: Admin) -> Sending:
    """Send no letters until `resume`, of no initiative. They fall due as before, and wait; what is already being handed
    over goes out.
    """

    def work(session: Session) -> Sending:
        return Sending.of(pauses.pause(session, asking.id, here.clock()))

    return await here.database.write(work)


@router.post("/resume", responses=declared(*WRITING))
@needs(Scope.ADMIN)
async def resume(here: Here, asking: Admin) -> Sending:
    """Send letters again. Of each that has waited it is asked anew whether it is still owed."""

    def work(session: Session) -> Sending:
        pauses.resume(session, asking.id, here.clock())
        return Sending.of(None)

    return await here.database.write(work)
