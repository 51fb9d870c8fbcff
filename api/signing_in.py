"""Signing in: a link is asked for by its reader's address, is looked at, and opens a session once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from api.problems import TooMany
from api.registering import NewPerson
from api.services import Services
from domain.actors import Role
from domain.house import OPERATOR
from domain.staff.roles import first_of
from models import enrolment, kept_forms, register, sign_in_links, staff, staff_sessions
from models.keys import token_sha256
from models.sign_in_links import Asked
from models.states import Browser, LinkFor
from models.tables import SignInLink

_BROWSERS = {
    "Firefox/": Browser.FIREFOX,
    "Edg": Browser.EDGE,
    "Chrom": Browser.CHROME,
    "Safari/": Browser.SAFARI,
}
"""By what a browser says of itself: those that others pretend to be come last."""

_LOCAL = re.compile(r"/(?![/\\])[\w/.~?=&%+-]{0,300}", re.ASCII)


@dataclass(frozen=True)
class Coming:
    """Somebody at the door: the cookie of the browser that asked, the session that it had, and what it says it is."""

    browser: str = field(repr=False)
    former: str | None = field(repr=False)
    says: str = ""

    @property
    def kind(self) -> Browser:
        """Which kind of browser it is."""
        return next((kind for mark, kind in _BROWSERS.items() if mark in self.says), Browser.OTHER)


@dataclass(frozen=True)
class LinkView:
    """A link before it is used: whether it makes the first administrator, whom it signs in, in which language they
    read, and whether this browser asked for it.
    """

    is_first: bool
    name: str
    language: str
    same_browser: bool


@dataclass(frozen=True)
class Entered:
    """Somebody who has signed in: the secret of their session, and the page that they wanted."""

    secret: str = field(repr=False)
    language: str
    leads_to: str | None


def local(address: str) -> str | None:
    """An address of ours that one may be led back to; None for any other."""
    return address if _LOCAL.fullmatch(address) and not address.startswith("/sign-in") else None


async def ask(services: Services, asked: Asked) -> None:
    """Have a link sent to somebody of staff. It is the same for an address that nobody has, and takes as long. Raises
    TooMany.
    """
    now = services.clock()

    def write(session: Session) -> int | None:
        full = sign_in_links.ask(session, services.vault, services.keys, services.sign_in_bounds, asked, now)
        return full.seconds_left(now) if full else None

    seconds = await services.database.write(write)
    if seconds is not None:
        refusal = TooMany("as many links were asked for as may be", remedy="use the newest letter, or wait")
        refusal.retry_after = seconds
        raise refusal


async def look(services: Services, token: str, coming: Coming) -> LinkView | None:
    """What a link would do; None for one that opens nothing. Changes nothing: mail scanners follow links, too."""
    now = services.clock()

    def read(session: Session) -> LinkView | None:
        link = sign_in_links.by_token(session, token, now)
        if link is None or not _opens(session, link):
            return None
        same = link.purpose is not LinkFor.LETTER or link.browser_sha256 == token_sha256(coming.browser)
        return LinkView(link.purpose is LinkFor.FIRST, _name(services, session, link), link.language, same)

    return await services.database.read(read)


async def enter(services: Services, token: str, coming: Coming) -> Entered | None:
    """Use a link up and begin a session in the first of the person's roles; None if it opens nothing."""

    def begin(session: Session, link: SignInLink, now: datetime) -> str | None:
        if link.person_id is None or not (roles := staff.roles_of(session, link.person_id)):
            return None
        return _begun(session, link.person_id, first_of(roles), coming, now)

    return await _used(services, token, begin)


async def enter_first(services: Services, token: str, new: NewPerson, coming: Coming) -> Entered | None:
    """Enter the first administrator into the register, and sign them in; None if there is one by now. Raises
    AddressShared.
    """

    def begin(session: Session, link: SignInLink, now: datetime) -> str | None:
        if link.purpose is not LinkFor.FIRST or staff.has_administrator(session):
            return None
        row = enrolment.create_person(session, services.vault, now=now, **new.model_dump())
        session.flush()
        staff.give(session, services.vault, row.id, Role.ADMIN, by=OPERATOR, now=now)
        link.person_id = row.id
        return _begun(session, row.id, Role.ADMIN, coming, now)

    return await _used(services, token, begin)


async def _used(
    services: Services, token: str, begin: Callable[[Session, SignInLink, datetime], str | None]
) -> Entered | None:
    now = services.clock()

    def write(session: Session) -> Entered | None:
        link = sign_in_links.use(session, token, now)
        secret = begin(session, link, now) if link else None
        if link is None or secret is None or link.person_id is None:
            return None
        leads_to = link.leads_to or kept_forms.newest_address(session, link.person_id, now)
        return Entered(secret, register.person(session, link.person_id).language, leads_to)

    return await services.database.write(write) if token.isascii() else None


def _begun(session: Session, person: str, role: Role, coming: Coming, now: datetime) -> str:
    """A new session, with a new secret; the one that this browser had is ended."""
    former = staff_sessions.found(session, coming.former, now) if coming.former else None
    if former is not None:
        staff_sessions.end(session, former.person, former.session, now)
    return staff_sessions.begin(session, person, role, coming.kind, now)


def _opens(session: Session, link: SignInLink) -> bool:
    """Whether it leads to somebody with a role, or to the first administrator while there is none."""
    if link.person_id is None:
        return not staff.has_administrator(session)
    return bool(staff.roles_of(session, link.person_id))


def _name(services: Services, session: Session, link: SignInLink) -> str:
    if link.person_id is None:
        return ""
    (record,) = register.reveal_persons(session, services.vault, [register.person(session, link.person_id)])
    return record.name or ""
