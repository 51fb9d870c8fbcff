"""Watching requests: what was asked and how it was answered, named so that nobody can be found in it.

An address holds ids, and a personal link's is its reader's key. So a request is told by the template of its route.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

NO_ROUTE = "(none)"
"""The template of what no route answers: addresses that are not there."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@dataclass(frozen=True)
class Answered:
    """One request: its method (`other` for what HTTP does not know), its route's template, the status of the answer
    (None when there was none), and the seconds that it took.
    """

    method: str
    route: str
    status: int | None
    seconds: float


Around = Callable[[str], AbstractContextManager[Callable[[Answered], None]]]
"""Stands around a request, of which it is first told the method; what it gives is told the answer."""


class Watched:
    """Lets `around` stand around every HTTP request; `prefix` is what the API's own templates leave out."""

    def __init__(self, app: ASGIApp, around: Around, prefix: str) -> None:
        self.app, self.around, self.prefix = app, around, prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, and tell of it whatever happened."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        statuses: list[int] = []

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
            await send(message)

        method = scope["method"] if scope["method"] in _METHODS else "other"
        began = time.monotonic()
        with self.around(method) as told:
            try:
                await self.app(scope, receive, noting)
            finally:
                status = statuses[0] if statuses else None
                told(Answered(method, self._template(scope), status, time.monotonic() - began))

    def _template(self, scope: Scope) -> str:
        """Never a piece of the address itself."""
        template = getattr(scope.get("route"), "path", None)
        if not isinstance(template, str):
            return NO_ROUTE
        inside = scope["path"].startswith(f"{self.prefix}/") and not template.startswith(self.prefix)
        return self.prefix + template if inside else template
