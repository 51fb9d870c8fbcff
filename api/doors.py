"""Doors: who is asking. Programs bring an API key, participants the token of a personal link, staff the session that
they signed in for; denied by default.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlmodel import Session

from api.noting_reads import note_read
from api.problems import SignInNeeded
from api.queries import require_clear
from api.scopes import needed_here, require
from api.services import Services
from api.sessions import SessionToken, believed, signed_in
from domain.actors import Channel, Role
from domain.refusals import NotEntitled
from domain.staff import stays
from models import api_keys, staff_sessions
from models.engine import DatabaseAway
from models.keys import token_sha256
from models.links import by_token
from models.scopes import OF_ROLE, Scope, granted
from models.staff_sessions import Signed
from models.states import KeyRole
from models.tables import ApiKey

OF_A_LINK = frozenset({Scope.SEAT})
bearer = HTTPBearer(auto_error=False, description="an API key `tk_…`, or the token of a personal link")


@dataclass(frozen=True)
class Principal:
    """Who asks: a program or somebody of staff with a role, or the person behind a personal link with one seat of one
    initiative.

    `id` is whom initiatives and Idempotency-Keys belong to: the person whom a key acts for, so that they outlive the
    key, or the key itself. `about` is the obligation that the letter with the link was about; `passed_on` means that
    the seat's matter lies with somebody else by now, so that this link says and shows nothing more. `scopes` are what
    may be done, each with what the role has a say in; a route that needs another one is shut. `channel` is how what a
    role says reaches us, if it does not say otherwise.
    """

    id: str
    role: Role
    initiative: str | None = None
    seat: str | None = None
    actor: str | None = None
    person: str | None = None
    about: str | None = None
    passed_on: bool = False
    scopes: frozenset[Scope] = frozenset()
    channel: Channel = Channel.API


async def services(request: Request) -> Services:
    """The services of this application."""
    found: Services = request.app.state.services
    return found


Here = Annotated[Services, Depends(services)]
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]


async def credential(request: Request, here: Here, credentials: Credentials) -> str:
    """What the one who asks came with: an API key or the token of a link; else a session. Raises SignInNeeded,
    SentFromElsewhere.
    """
    if credentials is None:
        if secret := believed(request, here):
            return secret
        raise SignInNeeded("no key was sent", remedy="send 'Authorization: Bearer …' with your API key or link token")
    return credentials.credentials


Credential = Annotated[str, Depends(credential)]


async def principal(request: Request, here: Here, token: Credential) -> Principal:
    """The principal of the request, which may ask here, and asks clearly what its route knows. Raises SignInNeeded,
    NotEntitled, Malformed.
    """
    now = here.clock()
    found, worn = await here.database.read(lambda session: _found(session, token, now))
    await _record_use(here, worn)
    require(found.scopes, needed_here(request))
    await require_clear(request)
    return found


@dataclass
class Caller:
    """The same within a transaction that prepares what is said, so that an answer costs none more.

    An API key whose use is to be recorded is kept until `used`: a refusal undoes what stands in its transaction.
    """

    token: str
    needs: frozenset[Scope]
    worn: str | None = None

    @property
    def has_a_link(self) -> bool:
        """Whether this is the token of a personal link, if it is any."""
        return not (isinstance(self.token, SessionToken) or api_keys.has_shape(self.token))

    def __call__(self, session: Session, now: datetime) -> Principal:
        """Who it is. Raises SignInNeeded, NotEntitled."""
        found, self.worn = _found(session, self.token, now)
        require(found.scopes, self.needs)
        return found

    async def used(self, here: Services) -> None:
        """Record the use of a key, if it is to be."""
        await _record_use(here, self.worn)


async def caller(request: Request, token: Credential) -> Caller:
    """Who comes to a route that lets them in within its own transaction."""
    return Caller(token, needed_here(request))


Comer = Annotated[Caller, Depends(caller)]


async def _record_use(here: Services, key: str | None) -> None:
    """At most once a minute. A database that cannot be written now changes no answer: this is not what it is about."""
    if key is not None:
        now, touch = here.clock(), staff_sessions.touch if isinstance(key, SessionToken) else api_keys.touch
        with suppress(DatabaseAway):
            await here.database.write(lambda session: touch(session, key, now))


def _found(session: Session, token: str, now: datetime) -> tuple[Principal, str | None]:
    """The principal, and the API key or session whose use is to be recorded. Raises SignInNeeded."""
    if isinstance(token, SessionToken):
        return _by_session(session, token, now)
    if token.isascii() and token.isprintable():
        if not api_keys.has_shape(token):
            if found := by_link(session, token, now):
                return found, None
        elif row := api_keys.verify(session, token, now):
            return _of_key(row), row.id if api_keys.needs_touch(row, now) else None
    raise SignInNeeded("the key is unknown, expired or revoked", remedy="ask the administrator for a new one")


def _of_key(row: ApiKey) -> Principal:
    """Whom a key stands for. Raises NotEntitled for one that asks for nothing."""
    if not row.role.reads:
        raise NotEntitled("this key only brings mail", remedy="come with a key of another role")
    owner = f"person:{row.person_id}" if row.person_id else f"key:{row.line or row.id}"
    return Principal(owner, Role(row.role), person=row.person_id, scopes=granted(row.role, row.scopes))


def _by_session(session: Session, secret: SessionToken, now: datetime) -> tuple[Principal, SessionToken | None]:
    """Somebody of staff, who owns what their programs own. Raises SignInNeeded."""
    signed = signed_in(session, secret, now)
    if signed is None:
        raise SignInNeeded("the session is over", remedy="sign in again at /sign-in")
    return principal_of(signed), secret if stays.is_to_note(signed.seen_at, now) else None


def principal_of(signed: Signed) -> Principal:
    """As whom somebody who is signed in asks, on pages and of the API."""
    scopes = OF_ROLE[KeyRole(signed.role)]
    return Principal(f"person:{signed.person}", signed.role, person=signed.person, scopes=scopes, channel=Channel.PAGE)


async def courier(request: Request, here: Here, token: Credential) -> str:
    """The id of a key that brings mail which came back. Raises SignInNeeded, NotEntitled."""
    now = here.clock()
    row = await here.database.read(lambda session: api_keys.verify(session, token, now) if token.isascii() else None)
    if row is None:
        await here.database.read(lambda session: _found(session, token, now))  # a link, or nothing
        raise NotEntitled("this is for keys that bring mail", remedy="come with a key of the role mail")
    await _record_use(here, row.id if api_keys.needs_touch(row, now) else None)
    require(granted(row.role, row.scopes), needed_here(request))
    return row.id


def by_link(session: Session, token: str, now: datetime) -> Principal | None:
    """Whose personal link this is; None for one that is unknown, expired or revoked."""
    link = by_token(session, token_sha256(token), now)
    if link is None:
        return None
    return Principal(
        f"link:{link.letter}",
        Role.PARTICIPANT,
        link.initiative,
        link.seat,
        link.actor,
        about=link.obligation,
        passed_on=link.passed_on,
        scopes=OF_A_LINK,
    )


def require_voice(asking: Principal) -> None:
    """Raise NotEntitled for the link of one who passed the seat's matter on."""
    if asking.passed_on:
        raise NotEntitled(
            "the matter has been passed on, and another person speaks for this seat now",
            remedy="ask the coordinator, who can enter your answer",
        )


Asking = Annotated[Principal, Depends(principal)]


def only(*roles: Role) -> Callable[[Request, Services, Principal], Awaitable[Principal]]:
    """A dependency that lets only these roles in, and notes what auditors read. Raises NotEntitled for others."""

    async def check(request: Request, here: Here, asking: Asking) -> Principal:
        if asking.role not in roles:
            raise NotEntitled(f"this is for: {', '.join(roles)}", remedy="come with a key or link of such a role")
        if asking.role is Role.AUDITOR:
            await note_read(here, request, asking.id)
        return asking

    return check


Participant = Annotated[Principal, Depends(only(Role.PARTICIPANT))]
Coordinator = Annotated[Principal, Depends(only(Role.COORDINATOR, Role.ADMIN))]
Admin = Annotated[Principal, Depends(only(Role.ADMIN))]
Courier = Annotated[str, Depends(courier)]
OVERSEERS = (Role.AUDITOR, Role.ADMIN)
"""Who sees all initiatives, and who did what in the house."""
Overseer = Annotated[Principal, Depends(only(*OVERSEERS))]
Reader = Annotated[Principal, Depends(only(Role.COORDINATOR, Role.AUDITOR, Role.ADMIN))]
