"""Holding what is sent to an open call, within bounds, and having the coordinator asked to look at it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

import structlog
from sqlmodel import Session

from api.interacting import conveyed
from api.needs_sent import HeldReceipt, NeedSent
from api.open_calls import Knocked
from api.problems import TooMany
from api.services import Services
from domain.actors import Channel, Role, Speaker
from domain.commands import Command, Interaction
from domain.initiative import Initiative
from domain.letter import CONFIRM
from domain.phases.need_identification.commands import AskReview
from domain.phases.need_identification.duties import REVIEW
from domain.refusals import Refusal
from domain.wire import plain
from models import call_letters, held_needs
from models.dialects import insert_many_unless_there
from models.held_bounds import Full
from models.held_needs import Sent
from models.tables import HeldNeed, Letter

log = structlog.get_logger(__name__)


async def hold(services: Services, call: Knocked, need: NeedSent, network: str | None, form: str | None) -> HeldReceipt:
    """Hold what was sent; the same `form` counts once. Raises TooMany once as much came as the bounds allow."""
    now = services.clock()
    hashed = hashlib.sha256(f"{call.row.token_sha256}\n{form or secrets.token_hex(16)}".encode()).hexdigest()
    sent = Sent(hashed, need.text, need.place, need.address, need.language, network)

    def keep(session: Session) -> HeldNeed | Full:
        held = held_needs.hold(session, services.vault, services.keys, services.bounds, call.row, sent, now)
        if isinstance(held, HeldNeed) and need.address:
            insert_many_unless_there(session, Letter, [call_letters.letter_to_sender(held, CONFIRM, now)])
        return held

    held = await services.database.write(keep)
    if isinstance(held, Full):
        raise _too_many(held, now)
    await _ask_review(services, call.initiative, held)
    return HeldReceipt(call.initiative.calendar.local(held.expires_at).date(), to_confirm=bool(need.address))


def _too_many(full: Full, now: datetime) -> TooMany:
    refusal = TooMany("as much was sent as can be looked at", remedy="send it later, or phone the coordinator")
    refusal.retry_after = max(1, int((full.until - now).total_seconds()) + 1)
    return refusal


async def _ask_review(services: Services, initiative: Initiative, held: HeldNeed) -> None:
    """Have the coordinator asked to look. What was sent is held all the same if that cannot be said now: the list tells
    it, and the next one who sends something asks again.
    """
    if any(owed.state.answerable for owed in initiative.of_duty(REVIEW)):
        return
    try:
        await conveyed(services, initiative.id, sender_says(held, secrets.token_hex(8), services.clock(), AskReview()))
    except Refusal as refusal:
        log.info("review not asked for", because=refusal.code)


def sender_says(held: HeldNeed, key: str, now: datetime, command: Command) -> Interaction:
    """A command in the name of whoever sent it, who has no seat and no link."""
    return Interaction(key, Speaker(held.actor, Role.PUBLIC, Channel.OPEN_CALL), now, plain(command))
