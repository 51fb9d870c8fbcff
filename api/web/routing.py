"""Routes of pages: whatever goes wrong behind them is told on a page, too."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute

from api.doorkeeping import TOO_MANY
from api.problems import RETRY_SECONDS, NotFound, TooMany
from api.web.filling import FORM, typed_in
from api.web.own import preferred, told
from models.engine import DatabaseAway

log = structlog.get_logger()


class PageRoute(APIRoute):
    """A route that answers with a page, also for what is not there or cannot be reached."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """See APIRoute."""
        answer = super().get_route_handler()

        async def shown(request: Request) -> Response:
            refusal: TooMany | None = request.scope.get(TOO_MANY)
            try:
                response = await (self._away(request, 429, refusal.retry_after) if refusal else answer(request))
            except Exception as error:
                response = await self.told(request, error)
            return response

        return shown

    async def told(self, request: Request, error: Exception) -> Response:
        """The page that tells what went wrong."""
        match error:
            case NotFound() | RequestValidationError():
                return told(request, "gone", 404)
            case DatabaseAway():
                log.warning("database_away", reason=str(error))
                return await self._away(request, 503)
        log.error("page_failed", exc_info=error)
        return await self._away(request, 500)

    def language(self, request: Request) -> str:
        """The language of that page."""
        return preferred(request)

    async def _away(self, request: Request, status: int, seconds: int = RETRY_SECONDS) -> HTMLResponse:
        """What was typed, kept and ready to be sent again as it is."""
        typed = await typed_into(request)
        texts = [text for name, text in typed.items() if name not in ("obligation", "nonce") and " " in text]
        response = told(
            request,
            "away_with_answer" if typed else "away",
            status,
            language=self.language(request),
            again=request.url.path if typed else "",
            typed=typed,
            kept=texts,
        )
        response.headers["Retry-After"] = str(seconds)
        return response


async def typed_into(request: Request) -> dict[str, str]:
    """What was typed into a form that was posted; empty for a file, which is still where it was taken from."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return typed_in(await request.body()) if request.method == "POST" and kind == FORM else {}
