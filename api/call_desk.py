"""The coordinator's desk of an open call: its address, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from api.doors import Principal
from api.entitlement import require_look
from api.open_calls import call_of
from api.preparing import Saying
from api.reading import coordinates_it
from api.services import Services
from domain.actors import Role
from domain.phases.need_identification import NeedIdentification
from domain.phases.need_identification.open_call import takes_needs
from models import held_keeping, open_calls


@dataclass(frozen=True)
class HeldView:
    """What is held; its sender gave an address to be answered to, and confirmed it or not yet. `text` and `place` are
    told to those alone who decide on them; whoever else may read the initiative sees the `length` of the text, in
    characters. All are None once gone.
    """

    id: str
    length: int | None
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
    first. By the address anybody writes to it, and what is held was written to those who decide on it: for whoever
    does not coordinate the initiative, address and texts are None.
    """

    open: bool
    address: str | None
    until: datetime | None
    held: tuple[HeldView, ...]


async def watched(services: Services, asking: Principal, initiative: str) -> OpenCallView:
    """The open call as its coordinator sees it, or whoever else may read the initiative."""
    now, found = services.clock(), (await services.folds.of(initiative)).initiative
    state = found.now_in
    call = state.call.number if isinstance(state, NeedIdentification) and takes_needs(state, found, now) else None
    decides = await coordinates_it(services, asking, initiative)
    held = await services.database.read(lambda session: _held(services, session, initiative, now, with_texts=decides))
    if call is None:
        return OpenCallView(False, None, None, held)
    if not decides:
        return OpenCallView(True, None, found.at.due, held)
    its = call_of(found, call)
    token = await services.database.read(lambda s: open_calls.token_again(s, services.keys, initiative, its))
    return OpenCallView(True, f"{services.public_url.rstrip('/')}/call/{token}", found.at.due, held)


def _held(
    services: Services, session: Session, initiative: str, now: datetime, *, with_texts: bool
) -> tuple[HeldView, ...]:
    rows = held_keeping.held(session, initiative, now)
    texts = services.vault.reveal_many(session, [ref for row in rows for ref in (row.text_ref, row.place_ref) if ref])
    return tuple(
        HeldView(
            id=row.id,
            length=len(texts[row.text_ref]) if row.text_ref in texts else None,
            text=texts.get(row.text_ref) if with_texts else None,
            place=texts.get(row.place_ref or "") if with_texts else None,
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
    await require_look(services, asking, saying.initiative, saying.command)
    initiative = (await services.folds.of(saying.initiative)).initiative
    state = initiative.now_in
    if isinstance(state, NeedIdentification) and not state.call.open and initiative.stage is not None:
        call = call_of(initiative, state.call.number + 1)
        await services.database.write(lambda session: open_calls.publish(session, services.keys, initiative.id, call))
