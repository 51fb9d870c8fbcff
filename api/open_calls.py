"""Open calls: what anybody with the address may send, held until its sender confirms it or the coordinator takes it in.

No need stands in the initiative before that. Whether the call takes needs, the initiative's rules say at each knock.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

import structlog
from pydantic import AfterValidator, EmailStr, Field
from sqlmodel import Session

from api.interacting import conveyed
from api.problems import NotFound, TooMany
from api.services import Services
from api.strict import Strict
from api.words import Name, Text
from domain.actors import Channel, Role, Speaker
from domain.commands import Command, Interaction
from domain.initiative import Initiative
from domain.letter import CONFIRM
from domain.phases.need_identification import NeedIdentification
from domain.phases.need_identification.commands import AskReview, TakeInHeld
from domain.phases.need_identification.duties import REVIEW
from domain.phases.need_identification.open_call import takes_needs
from domain.refusals import Refusal
from domain.sealed import Sealed
from domain.wire import plain
from models import call_letters, held_needs, open_calls
from models.dialects import insert_many_unless_there
from models.held_needs import Full, Sent
from models.register import organisation
from models.states import HeldState
from models.tables import HeldNeed, Letter, OpenCall
from models.tables import Initiative as InitiativeRow

log = structlog.get_logger(__name__)

LONGEST = 5000
"""Characters of a need that is sent to an open call."""


def _short(text: str) -> str:
    if len(text) > LONGEST:
        raise ValueError(f"is longer than {LONGEST} characters")
    return text


class NeedSent(Strict):
    """A need as anybody tells it. With an address, its sender confirms it by a letter, and is answered there."""

    text: Annotated[Text, AfterValidator(_short)] = Field(description=f"up to {LONGEST} characters")
    place: Name | None = Field(default=None, description="the municipality or village that it is about")
    address: EmailStr | None = Field(default=None, description="an e-mail address to be answered to")
    language: Literal["fi", "sv", "en"] = "fi"


@dataclass(frozen=True)
class CallView:
    """An open call as anybody sees it who has its address: what it is about, who asks, and its last day."""

    title: str
    backbone: str
    until: date
    longest: int = LONGEST


@dataclass(frozen=True)
class HeldReceipt:
    """What was sent is held until the day `held_until`. `to_confirm`: a letter is on its way by which it is confirmed;
    else the coordinator looks at it.
    """

    held_until: date
    to_confirm: bool


@dataclass(frozen=True)
class Knocked:
    """A call that takes needs now, and its initiative."""

    row: OpenCall
    initiative: Initiative


async def call_at(services: Services, token: str) -> Knocked:
    """The call at an address. Raises the same NotFound for one that is unknown and one that takes no needs."""
    row = await services.database.read(lambda session: open_calls.by_token(session, token)) if token.isascii() else None
    if row is not None:
        initiative = (await services.folds.of(row.initiative_id)).initiative
        state = initiative.now_in
        is_it = isinstance(state, NeedIdentification) and row.call == call_of(initiative, state.call.number)
        if is_it and isinstance(state, NeedIdentification) and takes_needs(state, initiative, services.clock()):
            return Knocked(row, initiative)
    raise NotFound("no open call is here", remedy="ask whoever gave you the address for a new one")


def call_of(initiative: Initiative, number: int) -> str:
    """How a call of the present round is named at the door."""
    return f"{initiative.at.round}.{number}"


async def viewed(services: Services, call: Knocked) -> CallView:
    """What anybody sees of a call."""

    def read(session: Session) -> CallView:
        row = session.get_one(InitiativeRow, call.initiative.id)
        models = call.initiative.charter.model.title
        title = services.vault.reveal(session, row.title_ref) or next(iter(models.values()))
        until = call.initiative.calendar.due_day(call.initiative.at.due)
        return CallView(title, organisation(session, call.initiative.backbone).name, until)

    return await services.database.read(read)


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
        await conveyed(services, initiative.id, _said(held, secrets.token_hex(8), services.clock(), AskReview()))
    except Refusal as refusal:
        log.info("review not asked for", because=refusal.code)


def _said(held: HeldNeed, key: str, now: datetime, command: Command) -> Interaction:
    return Interaction(key, Speaker(held.actor, Role.PUBLIC, Channel.OPEN_CALL), now, plain(command))


async def confirm(services: Services, held: HeldNeed) -> None:
    """Take its sender's word that it is theirs, and make it a need; again changes nothing.

    Raises the Refusal of an initiative that takes no more needs; the address is confirmed then, too.
    """
    now = services.clock()

    def confirmed(session: Session) -> tuple[HeldState, int]:
        row = session.get_one(HeldNeed, held.id, with_for_update=True)
        if row.state in (HeldState.HELD, HeldState.TAKEN_IN) and row.confirmed_at is None:
            row.confirmed_at = now
        return row.state, held_needs.waiting(session, row.initiative_id, now, but=row.id)

    state, left = await services.database.write(confirmed)
    if state is HeldState.HELD and now < held.expires_at:
        command = TakeInHeld(held.id, Sealed(held.text_ref, held.length, held.language), left)
        key = hashlib.sha256(f"confirm {held.id}".encode()).hexdigest()[:16]
        await conveyed(services, held.initiative_id, _said(held, key, now, command))


async def remove(services: Services, held: HeldNeed) -> None:
    """Let its sender take back what is still held, with all texts; again changes nothing."""
    now = services.clock()

    def removed(session: Session) -> None:
        row = session.get_one(HeldNeed, held.id, with_for_update=True)
        if row.state is HeldState.HELD:
            held_needs.remove(session, services.vault, row, HeldState.REMOVED, now)

    await services.database.write(removed)
