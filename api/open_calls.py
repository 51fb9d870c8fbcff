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

from api.doors import Principal
from api.interacting import conveyed
from api.preparing import Saying
from api.problems import NotFound, TooMany
from api.reading import require_sight
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


@dataclass(frozen=True)
class HeldView:
    """What is held, as its coordinator sees it; its sender gave an address to be answered to, and confirmed it or not
    yet. Texts are None once gone.
    """

    id: str
    text: str | None
    place: str | None
    language: str
    received_at: datetime
    expires_at: datetime
    has_address: bool
    confirmed: bool


@dataclass(frozen=True)
class OpenCallView:
    """The open call of an initiative: its address while it takes needs, up to `until`; and what is held, the oldest
    first.
    """

    open: bool
    address: str | None
    until: datetime | None
    held: tuple[HeldView, ...]


async def watched(services: Services, initiative: str) -> OpenCallView:
    """The open call as its coordinator sees it."""
    now, found = services.clock(), (await services.folds.of(initiative)).initiative
    state = found.now_in
    call = state.call.number if isinstance(state, NeedIdentification) and takes_needs(state, found, now) else None
    held = await services.database.read(lambda session: _held(services, session, initiative, now))
    if call is None:
        return OpenCallView(False, None, None, held)
    token = open_calls.token_of(services.keys, initiative, call_of(found, call))
    return OpenCallView(True, f"{services.public_url.rstrip('/')}/call/{token}", found.at.due, held)


def _held(services: Services, session: Session, initiative: str, now: datetime) -> tuple[HeldView, ...]:
    rows = held_needs.held(session, initiative, now)
    texts = services.vault.reveal_many(session, [ref for row in rows for ref in (row.text_ref, row.place_ref) if ref])
    return tuple(
        HeldView(
            id=row.id,
            text=texts.get(row.text_ref),
            place=texts.get(row.place_ref or ""),
            language=row.language,
            received_at=row.received_at,
            expires_at=row.expires_at,
            has_address=row.address_ref is not None,
            confirmed=row.confirmed_at is not None,
        )
        for row in rows
    )


async def give_address(saying: Saying) -> None:
    """Let the address of the call lead to it, before it is said that the call is open. For whoever may not say it,
    nothing is done: they are refused when they do.
    """
    services, now = saying.services, saying.services.clock()

    def asking_for_it(session: Session) -> Principal:
        return saying.who(session, now)

    asking = await services.database.read(asking_for_it)
    if asking.role not in (Role.COORDINATOR, Role.ADMIN):
        return
    await require_sight(services, asking, saying.initiative)
    initiative = (await services.folds.of(saying.initiative)).initiative
    state = initiative.now_in
    if isinstance(state, NeedIdentification) and not state.call.open and initiative.stage is not None:
        call = call_of(initiative, state.call.number + 1)
        await services.database.write(lambda session: open_calls.publish(session, services.keys, initiative.id, call))
