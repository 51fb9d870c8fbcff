"""The product's side of a comparison: `talkoot up` on a folder of its own, spoken to over HTTP by personal links."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
from sqlmodel import Session, func, select

from bench.region import MODEL, Region, enrol
from bench.sides import Say, Side
from bench.spawning import Spawned, client_of, spawned
from models.states import LetterState
from models.tables import Letter
from stack.links import link_of
from stack.parts import Parts
from stack.settings import Settings

API = "/api/v1"
NEED = "Nuorilla ei ole kylällä paikkaa, johon kokoontua talvi-iltoina."
READY = {"approach": "right", "champions": 3, "resources": 2, "urgency": 4}
EVERY = 6  # of so many answers one brings a text, as in the run-through of the demo; the others rate only


class ProductSide(Side):
    """Answers are those of seats to the first question they are asked."""

    name = "product"
    http: httpx.AsyncClient
    parts: Parts
    region: Region

    def __init__(self, running: Spawned, folder: Path) -> None:
        super().__init__(running, folder)
        self.started: list[str] = []

    async def prepare(self, initiatives: int, answers: int) -> list[list[Say]]:
        """See `Side.prepare`: as many seats as answers."""
        started = [await self.start(answers) for _ in range(initiatives)]
        await self.letters_gone()
        return [[self._saying(one, n, link) for n, link in enumerate(await self.links(one))] for one in started]

    async def start(self, seats: int, model: str = MODEL) -> str:
        """Start an initiative with this many seats; its id."""
        body = self.region.start(seats, model)
        answer = await self.http.post(f"{API}/initiatives", json=body, headers=self.coordinator)
        answer.raise_for_status()
        self.started.append(str(answer.json()["id"]))
        return self.started[-1]

    async def letters_gone(self) -> None:
        """Wait until the letters that are due have been dealt with: sending them is no part of taking answers."""
        due = select(func.count()).where(Letter.state == LetterState.WAITING, Letter.due_at <= datetime.now(UTC))
        while await self.parts.database.read(lambda session: session.exec(due).one()):
            await asyncio.sleep(0.1)

    async def links(self, initiative: str) -> list[str]:
        """The personal links of all its seats that have had a letter, in the order of the register."""

        def of_all(session: Session) -> list[str]:
            found = (link_of(session, self.parts.keys, initiative, seat) for seat in self.region.seats)
            return [token for token in found if token is not None]

        return await self.parts.database.write(of_all)

    @property
    def coordinator(self) -> dict[str, str]:
        """The header that opens the coordinator's doors."""
        return {"Authorization": f"Bearer {self.region.coordinator}"}

    def _saying(self, initiative: str, number: int, link: str) -> Say:
        tells = number % EVERY == EVERY - 1
        path = f"{API}/initiatives/{initiative}/readiness/answer-readiness"
        body = READY | ({"nuts_and_bolts": NEED} if tells else {})
        headers = {"Authorization": f"Bearer {link}", "Idempotency-Key": secrets.token_hex(12)}

        async def say() -> None:
            (await self.http.post(path, json=body, headers=headers)).raise_for_status()

        return say


@asynccontextmanager
async def product_side(folder: Path, *, seats: int, **settings: str) -> AsyncIterator[ProductSide]:
    """The product with a register of this many seats, running. `settings` are environment variables on top."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = Parts.open(Settings(data=folder), migrate=True)
    given = {"TALKOOT_DATA": str(folder), "TALKOOT_API_PORT": "0", "TALKOOT_TEMPORAL_UI": "false"}
    given |= {"TALKOOT_REQUESTS_A_MINUTE_BY_KEY": "1000000", **settings}  # one key asks for all
    async with AsyncExitStack() as stack:
        stack.push_async_callback(parts.database.close)
        region = await parts.database.write(lambda session: enrol(session, parts.vault, seats))
        running = await stack.enter_async_context(spawned(["-m", "bench.up"], folder, "/readyz", **given))
        side = ProductSide(running, folder)
        side.parts, side.region = parts, region
        side.http = await stack.enter_async_context(client_of(running))
        yield side
