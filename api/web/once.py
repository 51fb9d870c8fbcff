"""Once: what a form of a page says, said one time however often its button is pressed."""

from __future__ import annotations

import asyncio

from api.interacting import Accepted, interact
from api.preparing import Saying
from models.idempotency import KeyHeld

_A_MOMENT = 0.1


async def said_once(saying: Saying) -> Accepted:
    """Say it to the initiative; the second of two clicks waits for what becomes of the first. Raises a Refusal."""
    waited = 0.0
    while True:
        try:
            return await interact(saying)
        except KeyHeld:
            if waited >= saying.services.patience.total_seconds():
                raise
        waited += _A_MOMENT
        await asyncio.sleep(_A_MOMENT)
