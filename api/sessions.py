"""Sessions of staff at the door: the cookie that brings one, and from where it is believed."""

from __future__ import annotations

from datetime import datetime

from fastapi import Request, Response
from sqlmodel import Session

from api.services import Services
from api.web.origins import from_elsewhere, from_our_page
from domain.refusals import Refusal
from models import staff_sessions
from models.staff_sessions import Signed

COOKIE, ASKING = "talkoot", "talkoot-asks"
"""Of a session, and of a browser that asks for a link."""

READING = ("GET", "HEAD", "OPTIONS")


class SentFromElsewhere(Refusal):
    """Another site made the browser of somebody who is signed in send this, or nothing tells that it did not."""

    status = 403
    title = "This was not sent from a page of ours"


class SessionToken(str):
    """The secret of a session. Only a cookie brings one: as an API key or in an address it opens nothing."""

    __slots__ = ()


def is_secure(services: Services) -> bool:
    """Whether people reach us encrypted, so that cookies are bound to that."""
    return services.public_url.startswith("https:")


def cookie_name(services: Services, name: str = COOKIE) -> str:
    """The name of a cookie. With `__Host-`, browsers take it from this host alone, encrypted, for all its paths."""
    return f"__Host-{name}" if is_secure(services) else name


def brought(request: Request, services: Services) -> SessionToken | None:
    """The session that a browser brings, open or not."""
    secret = request.cookies.get(cookie_name(services), "")
    return SessionToken(secret) if secret.isascii() and 20 <= len(secret) <= 100 else None


def believed(request: Request, services: Services) -> SessionToken | None:
    """The same, where no other site can have made the browser ask. Raises SentFromElsewhere."""
    secret = brought(request, services)
    if secret is not None:
        if request.method not in READING:
            require_ours(request, services)
        elif from_elsewhere(request, services.public_url):
            raise _elsewhere()
    return secret


def require_ours(request: Request, services: Services) -> None:
    """Raise SentFromElsewhere unless the browser says that a page of ours sent this."""
    if not from_our_page(request, services.public_url):
        raise _elsewhere()


def _elsewhere() -> SentFromElsewhere:
    return SentFromElsewhere("another site asks, or may be asking", remedy="open our own page and do it there")


def signed_in(session: Session, secret: SessionToken, now: datetime) -> Signed | None:
    """Who comes with this session; None once it is over."""
    return staff_sessions.found(session, str(secret), now)


def give(response: Response, services: Services, value: str, name: str = COOKIE) -> None:
    """Have the browser keep a cookie until it is closed."""
    where = {"path": "/", "secure": is_secure(services), "httponly": True}
    response.set_cookie(cookie_name(services, name), value, samesite="lax", **where)  # type: ignore[arg-type]


def take_back(response: Response, services: Services, name: str = COOKIE) -> None:
    """Have the browser forget it."""
    where = {"path": "/", "secure": is_secure(services), "httponly": True}
    response.delete_cookie(cookie_name(services, name), samesite="lax", **where)  # type: ignore[arg-type]
