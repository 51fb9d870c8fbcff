"""The development outbox: the letters to seats as people would get them, and the personal links in them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from demo.api import Api, Json, Unexpected

PATH = "/dev/outbox.json"
DOOR = "/p/"
EVERY = 0.4  # seconds between looks, each of which renders what it shows
LATEST = 60  # letters a look shows
PATIENCE = 40.0  # seconds; the dispatcher looks for new letters at least every five


class Outbox:
    """The letters of one initiative that hold a personal link; those to its coordinator hold none."""

    def __init__(self, api: Api, initiative: str) -> None:
        self._api = api
        self._initiative = initiative

    async def wait_for(self, what: str, wanted: Callable[[Json], bool], number: int = 1) -> list[Json]:
        """The latest letters that are `wanted`, once there are so many. Raises Unexpected when they do not come."""
        give_up = time.monotonic() + PATIENCE
        while True:
            letters = await self._api.outside(PATH, initiative=self._initiative, limit=LATEST)
            found = [letter for letter in letters if DOOR in letter["link"] and wanted(letter)]
            if len(found) >= number:
                return found
            if time.monotonic() > give_up:
                raise Unexpected(f"expected {number} letters ({what}), {len(found)} came in {PATIENCE:.0f} s")
            await asyncio.sleep(EVERY)


def token(letter: Json) -> str:
    """The token of the personal link in a letter: the last part of its path."""
    return str(letter["link"]).rstrip("/").rpartition("/")[2]
