"""The limits on bodies: JSON, and not much of it; payloads beyond two megabytes hang in Temporal."""

from __future__ import annotations

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import NotJson, TooLarge, problem

MOST_BYTES = 256_000


class BodyLimit:
    """Refuses a body over 256 kB, by its declared length or as it arrives."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body up to the limit before the application sees the request."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS", "DELETE"):
            await self.app(scope, receive, send)
            return
        chunks: list[bytes] = []
        size, more = _declared_size(scope), True
        while more and size <= MOST_BYTES:
            message = await receive()
            if message["type"] != "http.request":
                return
            chunks.append(message.get("body", b""))
            size, more = sum(map(len, chunks)), message.get("more_body", False)
        if size > MOST_BYTES:
            refusal = TooLarge(f"the body is over {MOST_BYTES // 1000} kB", remedy="send less, or in parts")
            await problem(refusal)(scope, receive, send)
            return
        await self.app(scope, _replay(b"".join(chunks), receive), send)


async def require_json(request: Request) -> None:
    """Raise NotJson for a body that does not say it is JSON: what it says may be read otherwise by others."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and await request.body():
        raise NotJson(
            "the body does not say that it is JSON", path="Content-Type", remedy="send 'Content-Type: application/json'"
        )


def _declared_size(scope: Scope) -> int:
    declared = Headers(scope=scope).get("content-length", "0")
    return int(declared) if declared.isascii() and declared.isdigit() and len(declared) < 20 else MOST_BYTES + 1


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay
