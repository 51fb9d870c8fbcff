"""Once: what a form of a page says, said one time however often its button is pressed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlmodel import Session

from api.interacting import Accepted, interact
from api.preparing import Saying
from api.services import Services
from api.stamps import digest_of
from models import idempotency
from models.append import STREAM, entry_of_command
from models.idempotency import KeyHeld

_A_MOMENT = 0.1
T = TypeVar("T")


async def said_once(saying: Saying) -> Accepted:
    """Say it to the initiative; the second of two clicks waits for what becomes of the first. Raises a Refusal."""
    return await once(saying.services, lambda: interact(saying))


async def once(services: Services, call: Callable[[], Awaitable[T]]) -> T:
    """What a call with an Idempotency-Key gives, also where another one with the same key is on its way: that one is
    waited for. Raises a Refusal.
    """
    waited = 0.0
    while True:
        try:
            return await call()
        except KeyHeld:
            if waited >= services.patience.total_seconds():
                raise
        waited += _A_MOMENT
        await asyncio.sleep(_A_MOMENT)


async def taken_before(services: Services, asking: str, nonce: str, initiative: str) -> bool:
    """Whether this very form of a principal has been taken, before what it answered was closed."""
    digest, stream = digest_of(asking, nonce), STREAM + initiative

    def taken(session: Session) -> bool:
        key = idempotency.command_key_of(session, digest)
        return key is not None and entry_of_command(session, stream, key) is not None

    return await services.database.read(taken)
