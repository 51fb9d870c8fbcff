"""Merging over HTTP: what each of the two initiatives would say is asked before anything is said to one of them."""

from __future__ import annotations

import asyncio

from sqlmodel import Session

from api import reading
from api.doors import Principal
from api.entitlement import require_look
from api.folds import Folded
from api.interacting import Accepted
from api.preparing import Saying
from api.problems import NotFound
from api.services import Services
from domain.actors import Role
from domain.ledger.entries import decode
from domain.merging.brought import brought
from domain.merging.events import MergeFailed
from domain.merging.fitting import require_takes
from domain.merging.room import require_room
from domain.refusals import NotEntitled, NotMergeable
from models import held_keeping, sayings
from models.append import STREAM, entries_after
from models.merging import UnknownInitiative

_LOOKS_AGAIN = 0.02  # seconds


async def require_fit(saying: Saying) -> None:
    """Before an initiative is offered: raise the refusal with which the other would meet it as both stand now."""
    asking, services = await _may_speak(saying), saying.services
    if asking is None:
        return  # whoever may not say it is refused when they do
    await require_look(services, asking, saying.initiative, saying.command)
    here = (await services.folds.of(saying.initiative)).initiative
    if here.outcome is None:
        there = await _other(services, saying.body.model_dump()["into"])
        require_takes(there.initiative, here.id, here.charter.model.id, "into")


async def require_taken(saying: Saying) -> None:
    """Before it is agreed that an initiative becomes part of another: the speaker must coordinate that one now, and all
    that is brought must have its place there, and nothing wait that was sent to an open call: it would be lost.
    """
    asking = await _may_speak(saying)
    if asking is not None:  # whoever may not say it is refused when they do
        await require_takeable(saying.services, asking, saying.initiative)


async def require_takeable(services: Services, asking: Principal, initiative: str) -> str | None:
    """The same, of whoever may say it for no seat: the initiative that would take this one in; None where no offer is
    open, which the rules refuse, or where it was agreed on before, which is answered again.
    """
    here = (await services.folds.of(initiative)).initiative
    offer = here.merge.offer if here.outcome is None else None
    if offer is None or offer.agreed_at is not None:
        return None
    await reading.require_sight(services, asking, initiative)
    if not await reading.coordinates_it(services, asking, offer.into):
        raise NotEntitled(f"another person coordinates {offer.into} now", remedy="ask for an offer to that person")
    await _require_looked_through(services, initiative)
    there = await _other(services, offer.into)
    entries = await services.database.read(lambda session: entries_after(session, STREAM + initiative, 0))
    require_room(there.initiative, brought(decode(entry.text) for entry in entries))
    return offer.into


async def _require_looked_through(services: Services, initiative: str) -> None:
    """Raise NotMergeable while the initiative holds what was sent to its open call."""
    now = services.clock()
    if await services.database.read(lambda session: held_keeping.waiting(session, initiative, now)):
        raise NotMergeable(
            "its open call holds what nobody has looked through yet",
            remedy="have its coordinator take in or discard what is held",
        )


async def until_merged(saying: Saying, accepted: Accepted) -> None:
    """Wait until what was agreed on has come about: the next who looks finds it done. Raises NotMergeable if the other
    could not take it in after all; not if it only takes longer, as it will come about all the same.
    """
    services, number = saying.services, accepted.recorded["number"]
    try:
        async with asyncio.timeout(services.patience.total_seconds()):
            while True:
                if (await services.folds.of(saying.initiative)).initiative.bound is None:
                    break
                await asyncio.sleep(_LOOKS_AGAIN)
    except TimeoutError:
        return

    def failure(session: Session) -> str | None:
        told = sayings.of_kinds(session, saying.initiative, [MergeFailed.KIND])
        failures = [entry.event for entry in told if isinstance(entry.event, MergeFailed)]
        return next((event.because for event in failures if event.number == number), None)

    if (because := await services.database.read(failure)) is not None:
        raise NotMergeable(
            f"it could not be taken in, because of {because}; both go on as they were",
            remedy="look at the initiative that was to take it in, and have it offered again",
        )


async def _may_speak(saying: Saying) -> Principal | None:
    """Who asks, if that is a coordinator who speaks for no seat."""
    services, now = saying.services, saying.services.clock()
    asking = await services.database.read(lambda session: saying.who(session, now))
    speaks = asking.role in (Role.COORDINATOR, Role.ADMIN) and saying.body.for_seat is None
    return asking if speaks else None


async def _other(services: Services, initiative: str) -> Folded:
    try:
        return await services.folds.of(initiative)
    except NotFound:
        raise UnknownInitiative(
            f"there is no initiative {initiative}", path="into", remedy="name another one by its id"
        ) from None
