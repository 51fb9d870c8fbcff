"""The headers by which browsers are told what no page of ours needs. All of them stand here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TWO_YEARS: Final = 63_072_000
_CLOSED: Final = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
_PAGE: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

EVERYWHERE: Final[dict[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _CLOSED,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
"""On whatever is answered, unless it says otherwise: what programs read runs nothing, wherever it is shown."""

PAGE: Final[dict[str, str]] = {**EVERYWHERE, "Content-Security-Policy": _PAGE}
"""Of a page without script."""

SCRIPTED: Final[dict[str, str]] = {
    **EVERYWHERE,
    "Content-Security-Policy": f"{_PAGE}; script-src 'self'; connect-src 'self'",
}
"""Of a page with a script: it may run files of ours and ask this server, and nobody else."""

STAFF: Final[dict[str, str]] = {**SCRIPTED, "Referrer-Policy": "same-origin"}
"""Of pages of staff. Their addresses open nothing, and with this policy browsers tell us that a form of ours is ours,
also those that do not say so by Fetch Metadata.
"""

LETTER: Final[dict[str, str]] = {
    **EVERYWHERE,
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
}
"""Of a letter in the outbox of a development machine: mail programs want its style inside it."""

FOREVER: Final[dict[str, str]] = {"Cache-Control": "public, max-age=31536000, immutable"}
"""Of a file whose name says what it holds."""


def everywhere(public_url: str) -> Mapping[str, str]:
    """What stands on every answer of an installation that is reached at this address."""
    strict = {"Strict-Transport-Security": f"max-age={_TWO_YEARS}"} if public_url.startswith("https:") else {}
    return {**EVERYWHERE, **strict}


class SafeHeaders:
    """Adds to every answer the headers that it has not set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in everywhere(scope["app"].state.services.public_url).items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, guarded if scope["type"] == "http" else send)
