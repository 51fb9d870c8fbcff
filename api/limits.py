"""The limits on bodies: JSON, and not much of it; payloads beyond two megabytes hang in Temporal. Files are CSV or
YAML, and mail comes as it is.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from contextlib import suppress

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import NotCsv, NotJson, NotMail, NotYaml, TooLarge, problem
from api.strict import shown
from domain.refusals import Malformed
from letters.inbound.opening import MOST_BYTES as MOST_BYTES_OF_A_MESSAGE

MOST_BYTES = 256_000
MOST_BYTES_OF_A_FILE = 2_000_000
FILES, MAIL = "/import", "/mail/inbound"
"""How addresses end that take files, and a message."""


class BodyLimit:
    """Refuses a body over 256 kB, a message over 1 MB, or a file over 2 MB, by its declared length or as it arrives."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body up to the limit before the application sees the request."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS", "DELETE"):
            await self.app(scope, receive, send)
            return
        chunks: list[bytes] = []
        size, more = _declared_size(scope), True
        most = _most(scope["path"])
        while more and size <= most:
            message = await receive()
            if message["type"] != "http.request":
                return
            chunks.append(message.get("body", b""))
            size, more = sum(map(len, chunks)), message.get("more_body", False)
        if size > most:
            refusal = TooLarge(f"the body is over {most // 1000} kB", remedy="send less, or in parts")
            await problem(refusal)(scope, receive, send)
            return
        await self.app(scope, _replay(b"".join(chunks), receive), send)


async def require_json(request: Request) -> None:
    """Raise NotJson for a body that does not say it is JSON, Malformed for one that says a name twice: what such a
    body says may be read otherwise by others.
    """
    body = await request.body()
    if body and _kind(request) != "application/json":
        raise NotJson(
            "the body does not say that it is JSON", path="Content-Type", remedy="send 'Content-Type: application/json'"
        )
    if body:
        with suppress(ValueError, RecursionError):  # what cannot be read is told by whoever reads it
            json.loads(body, object_pairs_hook=_each_once)


def _each_once(pairs: list[tuple[str, object]]) -> None:
    if len(dict(pairs)) < len(pairs):
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise Malformed("is said twice", path=shown(twice), remedy="say it once, so that it is clear which is meant")


async def csv_body(request: Request) -> bytes:
    """The file. Raises NotCsv for a body that does not say it is CSV, or says that it is in another character set than
    UTF-8.
    """
    charset = re.search(r"charset=\"?([\w-]+)", request.headers.get("content-type", "").lower())
    if _kind(request) != "text/csv" or (charset and charset[1] not in ("utf-8", "utf8")):
        raise NotCsv(
            "the body does not say that it is CSV in UTF-8",
            path="Content-Type",
            remedy="save the file as CSV UTF-8, and send it with 'Content-Type: text/csv'",
        )
    return await request.body()


async def yaml_body(request: Request) -> bytes:
    """The file. Raises NotYaml for a body that does not say it is YAML."""
    if _kind(request) not in ("application/yaml", "application/x-yaml", "text/yaml"):
        raise NotYaml(
            "the body does not say that it is YAML", path="Content-Type", remedy="send 'Content-Type: application/yaml'"
        )
    return await request.body()


async def mail_body(request: Request) -> bytes:
    """The message. Raises NotMail for a body that does not say it is one."""
    if _kind(request) not in ("message/rfc822", "message/global"):
        raise NotMail(
            "the body does not say that it is a message",
            path="Content-Type",
            remedy="send the message as it came, with 'Content-Type: message/rfc822'",
        )
    return await request.body()


def _most(path: str) -> int:
    if path.endswith(FILES):
        return MOST_BYTES_OF_A_FILE
    return MOST_BYTES_OF_A_MESSAGE if path.endswith(MAIL) else MOST_BYTES


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _declared_size(scope: Scope) -> int:
    declared = Headers(scope=scope).get("content-length", "0")
    return (
        int(declared) if declared.isascii() and declared.isdigit() and len(declared) < 20 else MOST_BYTES_OF_A_FILE + 1
    )


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay
