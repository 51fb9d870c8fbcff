"""The doorkeeper: counts every request before anything is read of it, and notes who came with a wrong key or link."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import TooMany, problem
from api.throttling import By, Throttle
from models.api_keys import has_shape
from models.sender_marks import network_of

TOO_MANY = "talkoot.too_many"
"""Where a page's request holds the refusal, for its route to tell it on a page with what was typed."""

_UNCOUNTED = ("/healthz", "/readyz", "/static/")
_API, _BEARER = "/api/", "bearer "
_OWN = ("/p/", "/u/", "/call/need/")  # one person's; of what everybody may have, the address is counted
_EVERYBODYS = ("/call/", "/api/v1/open-calls/")


@dataclass(frozen=True)
class Visit:
    """A request at the door: from which network, the hash of the key or link it brings, and by what it counts."""

    source: str
    token: str | None
    by: By
    is_page: bool

    @classmethod
    def of(cls, scope: Scope) -> Visit:
        """As the request says."""
        path, sent = scope["path"], Headers(scope=scope).get("authorization", "")
        source, is_page = network_of((scope.get("client") or ("unknown",))[0]), not path.startswith(_API)
        for prefix in (*_OWN, *_EVERYBODYS):
            if path.startswith(prefix):
                token = path.removeprefix(prefix).partition("/")[0]
                return cls(source, _hash(token), By.LINK if prefix in _OWN else By.ADDRESS, is_page)
        if sent.lower().startswith(_BEARER) and not is_page:  # no page asks for one
            token = sent[len(_BEARER) :].strip()
            return cls(source, _hash(token), By.KEY if has_shape(token) else By.LINK, is_page)
        return cls(source, None, By.ADDRESS, is_page)

    @property
    def subject(self) -> str:
        """What its requests are counted under."""
        return self.source if self.by is By.ADDRESS or self.token is None else self.token

    def was_a_guess(self, status: int | None) -> bool:
        """Whether this answer says that what it came with is unknown, expired or revoked."""
        return self.token is not None and status == (404 if self.is_page or self.by is By.ADDRESS else 401)


class Doorkeeper:
    """Lets nobody in who asks for more than the limits, nor whoever is guessing."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, unless it is one too many."""
        if scope["type"] != "http" or scope["path"].startswith(_UNCOUNTED):
            await self.app(scope, receive, send)
            return
        services, visit = scope["app"].state.services, Visit.of(scope)
        try:
            await services.throttle.require(visit.by, visit.subject, visit.source, services.clock())
        except TooMany as refusal:
            if not visit.is_page:
                await problem(refusal)(scope, receive, send)
                return
            scope[TOO_MANY] = refusal
        statuses: list[int] = []

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
            await send(message)

        await self.app(scope, receive, noting)
        if visit.token and statuses and TOO_MANY not in scope:
            await _learn(services.throttle, visit, visit.token, statuses[0], services.clock())


async def _learn(throttle: Throttle, visit: Visit, token: str, status: int, now: datetime) -> None:
    """What the answer tells of the key or link that was brought."""
    if visit.was_a_guess(status):
        await throttle.guessed(token, visit.source, now)
    elif (status < 400 or status == 403) and visit.by is not By.ADDRESS:  # who may not do this is known
        throttle.opened(token)
    elif visit.by is not By.ADDRESS:
        await throttle.vain(token, visit.source, now)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
