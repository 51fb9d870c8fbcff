"""`/metrics` on a port of its own: our figures, and those of Temporal's SDK, which serves its own on the loopback.

It has no key, so it listens on this machine alone unless a setting says otherwise, and never where the API does: no
proxy can pass it on by mistake.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig

from stack import ports
from stack.figures import Figures
from stack.serving import ApiServer

PATH = "/metrics"
_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SDK_SECONDS = 2.0


class SdkFigures:
    """A runtime of Temporal's SDK that counts, and where its figures can be fetched."""

    def __init__(self) -> None:
        address = f"{ports.LOOPBACK}:{ports.claim(0)}"
        told = PrometheusConfig(address, counters_total_suffix=True, unit_suffix=True, durations_as_seconds=True)
        self.runtime = Runtime(telemetry=TelemetryConfig(metrics=told))
        self._url = f"http://{address}/metrics"

    async def text(self) -> bytes:
        """What the SDK has counted; nothing when it does not answer."""
        try:
            async with httpx.AsyncClient(timeout=_SDK_SECONDS, trust_env=False) as client:
                return (await client.get(self._url)).content
        except httpx.HTTPError:
            return b""


@asynccontextmanager
async def served(figures: Figures, sdk: SdkFigures, host: str, port: int) -> AsyncIterator[str]:
    """Serve the figures for the life of the block, which is given their address. Raises PortTaken."""

    async def told(_: Request) -> Response:
        ours, theirs = await asyncio.gather(asyncio.to_thread(figures.text), sdk.text())
        return Response(ours + theirs, media_type=_TYPE)

    app = Starlette(routes=[Route(PATH, told)])
    server = ApiServer(app, ports.listen(host, port, "TALKOOT_METRICS"), access_log=False)
    serving = asyncio.create_task(server.serve())
    await server.started()
    try:
        yield f"{server.url}{PATH}"
    finally:
        server.stop()
        await serving
