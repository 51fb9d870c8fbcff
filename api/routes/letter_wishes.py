"""What somebody wants of their letters: seen, and entered for those who phone or write."""

from __future__ import annotations

from fastapi import APIRouter

from api import letter_wishes
from api.doors import Coordinator, Here, Reader
from api.letter_wishes import Reach, ToStop, WishesView
from api.problems import WRITING, declared
from api.scopes import needs
from api.words import PathId
from models.scopes import Scope

router = APIRouter(prefix="/register/persons/{person}/letters", tags=["register"])


@router.get("", responses=declared())
@needs(Scope.LETTERS_READ)
async def wishes(here: Here, asking: Reader, person: PathId) -> WishesView:
    """What a person wants of their letters: which reminders are stopped since when and why, how often letters come, at
    which hours none does; and whether their address takes mail. A coordinator sees what is stopped everywhere, and in
    initiatives that they may see.
    """
    return await letter_wishes.seen(here, asking, person)


@router.post("/stop", responses=declared(*WRITING))
@needs(Scope.LETTERS_WRITE)
async def stop_reminders(here: Here, asking: Coordinator, person: PathId, body: ToStop) -> WishesView:
    """Stop reminders for somebody who asks for it, from the next letter on. Without `obligation` all of the initiative
    (which has to be the coordinator's own), without either all there are. Again changes nothing.
    """
    return await letter_wishes.stop(here, asking, person, body)


@router.post("/resume", responses=declared(*WRITING))
@needs(Scope.LETTERS_WRITE)
async def resume_reminders(here: Here, asking: Coordinator, person: PathId, body: Reach) -> WishesView:
    """Start reminders again that were stopped on just this level; wider and narrower ones stay stopped."""
    return await letter_wishes.resume(here, asking, person, body)


@router.post("/open-address", responses=declared(*WRITING))
@needs(Scope.LETTERS_WRITE)
async def open_address(here: Here, asking: Coordinator, person: PathId) -> WishesView:
    """Send to a closed address again, for one that was closed by mistake. A new address needs none of this."""
    return await letter_wishes.open_address(here, asking, person)
