"""The pages on a real port, for browsers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from stack import ports
from stack.serving import ApiServer


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[str]:
    """The address of a running server; forms that come from there are forms of ours."""
    server = ApiServer(app, ports.listen(ports.LOOPBACK, 0))
    task = asyncio.create_task(server.serve())
    await server.started()
    app.state.services.public_url = server.url
    try:
        yield server.url
    finally:
        server.stop()
        await task
