"""The sender's word on what is held: that it is theirs, by which it becomes a need, or that they take it back."""

from __future__ import annotations

import hashlib

from sqlmodel import Session

from api.holding import sender_says
from api.interacting import conveyed
from api.services import Services
from domain.phases.need_identification.commands import TakeInHeld
from domain.sealed import Sealed
from models import held_keeping
from models.states import HeldState
from models.tables import HeldNeed


async def confirm(services: Services, held: HeldNeed) -> None:
    """Take its sender's word that it is theirs, and make it a need; again changes nothing.

    Raises the Refusal of an initiative that takes no more needs; the address is confirmed then, too.
    """
    now = services.clock()

    def confirmed(session: Session) -> tuple[HeldState, int]:
        row = session.get_one(HeldNeed, held.id, with_for_update=True)
        if row.state in (HeldState.HELD, HeldState.TAKEN_IN) and row.confirmed_at is None:
            row.confirmed_at = now
        return row.state, held_keeping.waiting(session, row.initiative_id, now, but=row.id)

    state, left = await services.database.write(confirmed)
    if state is HeldState.HELD and now < held.expires_at:
        command = TakeInHeld(held.id, Sealed(held.text_ref, held.length, held.language), left)
        key = hashlib.sha256(f"confirm {held.id}".encode()).hexdigest()[:16]
        await conveyed(services, held.initiative_id, sender_says(held, key, now, command))


async def remove(services: Services, held: HeldNeed) -> None:
    """Let its sender take back what is still held, with all texts; again changes nothing."""
    now = services.clock()

    def removed(session: Session) -> None:
        row = session.get_one(HeldNeed, held.id, with_for_update=True)
        if row.state is HeldState.HELD:
            held_keeping.remove(session, services.vault, row, HeldState.REMOVED, now)

    await services.database.write(removed)
