"""Speaking to Talkoot over HTTP, as any other program would."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

API = "/api/v1"
TRIES = 6
NOT_NOW = (429, 503, 504)
PAGE = 200

Json = dict[str, Any]


class Unexpected(Exception):
    """The story did not go as it should; the message says where and how."""


class Refused(Exception):
    """Talkoot refused a request: its status, kind, reason and remedy."""

    def __init__(self, status: int, problem: Json) -> None:
        self.status = status
        self.kind = str(problem.get("type", "")).rpartition(":")[2]
        self.reason = str(problem.get("detail", f"the answer was {status}"))
        self.remedy = str(problem.get("remedy") or "")
        super().__init__(f"{status} {self.kind}: {self.reason}")


@dataclass
class Tally:
    """How many interactions were accepted, and how many refused."""

    interactions: int = 0
    refusals: int = 0


@dataclass(frozen=True)
class Api:
    """The API with one credential: an API key, or the token of a personal link."""

    http: httpx.AsyncClient
    credential: str | None = field(default=None, repr=False)
    tally: Tally = field(default_factory=Tally)

    def speaking(self, credential: str) -> Api:
        """The same connection with another credential."""
        return Api(self.http, credential, self.tally)

    async def get(self, path: str, **query: Any) -> Any:
        """The JSON at a path under the API. Raises Refused."""
        return await self._asked("GET", API + path, params=query)

    async def outside(self, path: str, **query: Any) -> Any:
        """The JSON at a path beside the API. Raises Refused."""
        return await self._asked("GET", path, params=query)

    async def all_rows(self, path: str) -> list[Json]:
        """All rows of a list that is paged by id."""
        rows: list[Json] = []
        while True:
            page = await self.get(path, limit=PAGE, after=rows[-1]["id"] if rows else "")
            rows += page
            if len(page) < PAGE:
                return rows

    async def post(self, path: str, body: Json, key: str | None = None) -> Json:
        """What was answered to a body. Sent again with its key while Talkoot asks to wait. Raises Refused."""
        headers = {"Idempotency-Key": key or secrets.token_hex(16)}
        answer: Json = await self._asked("POST", API + path, json=body, headers=headers)
        return answer

    async def yaml(self, path: str, text: str) -> Json:
        """What was answered to a text in YAML, which is safe to send again. Raises Refused."""
        headers = {"Content-Type": "application/yaml"}
        answer: Json = await self._asked("POST", API + path, content=text.encode(), headers=headers)
        return answer

    async def patch(self, path: str, changes: Json) -> Json:
        """The row as it is after a change, whatever state it was in. Raises Refused."""
        answer: Json = await self._asked("PATCH", API + path, json=changes, headers={"If-Match": "*"})
        return answer

    async def _asked(self, method: str, path: str, *, headers: Json | None = None, **more: Any) -> Any:
        signed = {**(headers or {}), **({"Authorization": f"Bearer {self.credential}"} if self.credential else {})}
        for tried in range(TRIES):
            response = await self._sent(method, path, headers=signed, **more)
            if response.status_code not in NOT_NOW or tried == TRIES - 1:
                break
            await asyncio.sleep(float(response.headers.get("Retry-After", 1)))
        if response.is_success:
            return response.json()
        raise Refused(response.status_code, _problem(response))

    async def _sent(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Send once more over a fresh connection if the old one broke: a key makes a repeated request count once.

        Raises Unexpected when that breaks too.
        """
        try:
            return await self.http.request(method, path, **more)
        except httpx.TransportError:
            pass
        try:
            return await self.http.request(method, path, **more)
        except httpx.TransportError as error:
            raise Unexpected(f"the connection to {self.http.base_url} broke ({type(error).__name__})") from error


@asynccontextmanager
async def connected(url: str, credential: str) -> AsyncIterator[Api]:
    """The API at an address, with a key."""
    limits = httpx.Limits(max_connections=32)
    async with httpx.AsyncClient(base_url=url, timeout=30, limits=limits, trust_env=False) as http:
        yield Api(http, credential)


def _problem(response: httpx.Response) -> Json:
    try:
        problem = response.json()
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}
