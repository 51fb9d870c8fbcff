"""The bare side of a comparison, as its clients see it."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
from temporalio.client import Client

from bench.sides import Say, Side
from bench.spawning import client_of, spawned
from stack.parts import connected


class BareSide(Side):
    """Answers go through one thin route."""

    name = "bare"
    http: httpx.AsyncClient
    started: list[str]

    async def prepare(self, initiatives: int, answers: int) -> list[list[Say]]:
        """See `Side.prepare`."""
        names = [f"bare-{secrets.token_hex(6)}" for _ in range(initiatives)]
        for name in names:
            (await self.http.post(f"/workflows/{name}")).raise_for_status()
        self.started = names
        return [[self._saying(name) for _ in range(answers)] for name in names]

    def _saying(self, name: str) -> Say:
        async def say() -> None:
            (await self.http.post(f"/workflows/{name}/answers", json={"reply": "yes"})).raise_for_status()

        return say


class StraightSide(BareSide):
    """Answers go by Temporal's client, without HTTP."""

    name = "bare without HTTP"
    client: Client

    def _saying(self, name: str) -> Say:
        handle = self.client.get_workflow_handle(name)

        async def say() -> None:
            await handle.execute_update("answer", {"reply": "yes"})

        return say


@asynccontextmanager
async def bare_side(folder: Path, *, at_once: int | None = None, **settings: str) -> AsyncIterator[BareSide]:
    """The bare stack on a folder of its own, running."""
    folder.mkdir(parents=True, exist_ok=True)
    bound = [str(at_once)] if at_once else []
    async with AsyncExitStack() as stack:
        running = await stack.enter_async_context(
            spawned(["-m", "bench.bare", str(folder), *bound], folder, "/readyz", **settings)
        )
        side = BareSide(running, folder)
        side.http = await stack.enter_async_context(client_of(running))
        yield side


async def straight(side: BareSide) -> StraightSide:
    """The same stack, spoken to without HTTP."""
    other = StraightSide(side.running, side.folder)
    other.http = side.http
    other.client = await connected(side.running.state.temporal_address, side.running.state.temporal_namespace)
    return other
