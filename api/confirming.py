"""The sender's word on what is held: that it is theirs, by which it becomes a need, or that they take it back."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlmodel import Session

from api.calling import is_answer
from api.holding import sender_says
from api.interacting import conveyed
from api.problems import StillWorking
from api.services import Services
from domain.phases.need_identification.commands import TakeInHeld
from domain.refusals import Refusal
from domain.sealed import Sealed
from models import held_keeping
from models.states import HeldState
from models.tables import HeldNeed


async def confirm(services: Services, held: HeldNeed) -> None:
    """Take its sender's word that it is theirs, and make it a need; again changes nothing.

    Raises the Refusal of an initiative that takes no more needs; the address is confirmed then, too.
    """
    now = services.clock()

    def confirmed(session: Session) -> tuple[bool, datetime | None, int]:
        row = session.get_one(HeldNeed, held.id, with_for_update=True)
        if row.state in (HeldState.HELD, HeldState.TAKEN_IN) and row.confirmed_at is None:
            row.confirmed_at = now
        is_held = row.state is HeldState.HELD and now < row.expires_at
        claimed = held_keeping.claim(row, now) if is_held else None
        return is_held, claimed, held_keeping.waiting(session, row.initiative_id, now, but=row.id)

    is_held, claimed, left = await services.database.write(confirmed)
    if not is_held:
        return
    command = TakeInHeld(held.id, Sealed(held.text_ref, held.length, held.language), left)
    key = hashlib.sha256(f"confirm {held.id}".encode()).hexdigest()[:16]
    try:
        await conveyed(services, held.initiative_id, sender_says(held, key, now, command))
    except Refusal as refusal:
        if claimed is not None and is_answer(refusal):
            await services.database.write(lambda session: _release(session, held, claimed))
        raise


def _release(session: Session, held: HeldNeed, claimed: datetime) -> None:
    """It did not become a need by this word: it may be taken back again."""
    row = session.get_one(HeldNeed, held.id, with_for_update=True)
    if row.settling_until == claimed:
        row.settling_until = None


async def remove(services: Services, held: HeldNeed) -> None:
    """Let its sender take back what is still held, with all texts; again changes nothing. Raises StillWorking while it
    may be becoming a need.
    """
    now = services.clock()

    def removed(session: Session) -> None:
        row = session.get_one(HeldNeed, held.id, with_for_update=True)
        if row.state is HeldState.HELD:
            if held_keeping.is_settling(row, now):
                raise StillWorking("it is being taken in", remedy="look again in some minutes")
            held_keeping.remove(session, services.vault, row, HeldState.REMOVED, now)

    await services.database.write(removed)
