"""The door of a personal link."""

from __future__ import annotations

from fastapi import APIRouter

from api.doors import Here, Participant
from api.personal import PersonalView, personal
from api.problems import declared
from api.scopes import needs
from models.scopes import Scope

router = APIRouter(tags=["personal link"])


@router.get("/personal", responses=declared())
@needs(Scope.SEAT)
async def mine(here: Here, asking: Participant) -> PersonalView:
    """Whose link it is, what is asked of this seat by when, and where each answer is sent.

    A link shows this and no more. It lies in mailboxes and is passed on with letters, while an initiative's view and
    history tell of every other seat: who is silent, who declined, how each voted. Those are for keys of coordinators,
    auditors and administrators.
    """
    return await personal(here, asking)
