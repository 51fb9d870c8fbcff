"""The API's server inside our own process: uvicorn without its own signals and loggers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from socket import socket

import uvicorn
from starlette.types import ASGIApp

KEEP_ALIVE = 75  # seconds; longer than clients and proxies keep an idle connection, so that they end it, not we


class _Quiet(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.takes_requests = asyncio.Event()

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Say when requests are taken."""
        await super().startup(sockets)
        self.takes_requests.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to the stack, which ends its parts in order."""
        yield


def url_of(listener: socket) -> str:
    """The address of what is served on a listening socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class ApiServer:
    """An application served on one listening socket, from `started` until `stop`, which closes the socket too.

    `proxies` are believed where they say who asks.
    """

    def __init__(self, app: ASGIApp, listener: socket, *, access_log: bool = True, proxies: str = "127.0.0.1") -> None:
        self.url = url_of(listener)
        self._listener = listener
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=access_log,
            server_header=False,
            forwarded_allow_ips=proxies,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=5,
        )
        self._server = _Quiet(config)

    async def serve(self) -> None:
        """Serve until stopped."""
        await self._server.serve(sockets=[self._listener])

    async def started(self) -> None:
        """Wait until requests are taken."""
        await self._server.takes_requests.wait()

    def stop(self) -> None:
        """Take no more requests, finish those that run."""
        self._server.should_exit = True
