"""The doorkeeper: counts every request before anything is read of it, and notes who came with a wrong key, link or
session.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import TooMany, problem
from api.services import Services
from api.sessions import brought
from api.throttling import By, Throttle
from models.api_keys import has_shape
from models.sender_marks import network_of

TOO_MANY = "talkoot.too_many"
"""Where a page's request holds the refusal, for its route to tell it on a page with what was typed."""

_UNCOUNTED = ("/healthz", "/readyz", "/static/")
_API, _BEARER = "/api/", "bearer "
_OWN = ("/p/", "/u/", "/call/need/", "/sign-in/")  # one person's; of what everybody may have, the address is counted
_EVERYBODYS = ("/call/", "/api/v1/open-calls/")
_OPEN = ("/api/v1/openapi.json", "/api/v1/ledger/key", "/api/v1/ledger/checkpoint")  # whatever comes with it
_STAFF = re.compile(r"/(staff|initiatives)(/|$)")
"""Addresses of staff's pages, which a session opens."""
_OVER = 286
"""What a page that looks after itself gets once the session is over."""
_ELSEWHERE = (307, 308)
"""An address written otherwise leads on to the right one, before anybody has looked at what it came with."""
_TO_SIGN_IN = "/sign-in?next="


@dataclass(frozen=True)
class Visit:
    """A request at the door: its network, the hash of the key, link or session it came with, and by what it
    counts. What opens nothing where it is brought counts for nothing: else whoever brings a new one each time would
    not be counted at all.
    """

    source: str
    token: str | None
    by: By
    is_page: bool

    @classmethod
    def of(cls, scope: Scope, services: Services) -> Visit:
        """As the request says."""
        path, (token, by) = scope["path"], _come_with(Request(scope), services)
        source = network_of((scope.get("client") or ("unknown",))[0])
        return cls(source, _hash(token) if token else None, by, not path.startswith(_API))

    @property
    def subject(self) -> str:
        """What its requests are counted under."""
        return self.source if self.by is By.ADDRESS or self.token is None else self.token

    def was_a_guess(self, status: int, leads_to: str = "") -> bool:
        """Whether this answer says that what it came with is unknown, expired or revoked."""
        if self.by is By.SESSION and (status == _OVER or leads_to.startswith(_TO_SIGN_IN)):
            return True
        has_address = self.by is By.ADDRESS or (self.is_page and self.by is By.LINK)
        return self.token is not None and status == (404 if has_address else 401)

    def has_opened(self, status: int) -> bool:
        """Whether this answer says that what it came with is right. Who may not do something is known; but of a session
        this is also said where the request came from elsewhere, without a look at it.
        """
        if self.by is By.ADDRESS or status in _ELSEWHERE:
            return False
        return status < 400 or (status == 403 and self.by is not By.SESSION)


def _come_with(request: Request, services: Services) -> tuple[str | None, By]:
    """What opens this door, and by what its requests count."""
    path, sent = request.scope["path"], request.headers.get("authorization", "")
    for prefix in (*_OWN, *_EVERYBODYS):
        if path.startswith(prefix):
            return path.removeprefix(prefix).partition("/")[0], By.LINK if prefix in _OWN else By.ADDRESS
    asks_of_api = path.startswith(_API) and path not in _OPEN
    if asks_of_api and sent.lower().startswith(_BEARER):
        token = sent[len(_BEARER) :].strip()
        return token, By.KEY if has_shape(token) else By.LINK
    if (asks_of_api or _STAFF.match(path)) and (secret := brought(request, services)):
        return str(secret), By.SESSION
    return None, By.ADDRESS


class Doorkeeper:
    """Lets nobody in who asks for more than the limits, nor whoever is guessing."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, unless it is one too many."""
        if scope["type"] != "http" or scope["path"].startswith(_UNCOUNTED):
            await self.app(scope, receive, send)
            return
        services: Services = scope["app"].state.services
        visit = Visit.of(scope, services)
        try:
            await services.throttle.require(visit.by, visit.subject, visit.source, services.clock())
        except TooMany as refusal:
            if not visit.is_page:
                await problem(refusal)(scope, receive, send)
                return
            scope[TOO_MANY] = refusal
        said: list[tuple[int, str]] = []

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                said.append((message["status"], Headers(raw=message["headers"]).get("location", "")))
            await send(message)

        await self.app(scope, receive, noting)
        if visit.token and said and TOO_MANY not in scope:
            await _learn(services.throttle, visit, visit.token, said[0], services.clock())


async def _learn(throttle: Throttle, visit: Visit, token: str, said: tuple[int, str], now: datetime) -> None:
    """What the answer tells of the key, link or session that was brought."""
    status, leads_to = said
    if visit.was_a_guess(status, leads_to):
        await throttle.guessed(token, visit.source, now)
    elif visit.has_opened(status):
        throttle.opened(token)
    elif visit.by is not By.ADDRESS:
        await throttle.vain(token, visit.source, now)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
