"""The door of staff's pages: who is signed in. Whoever is not is led to the sign-in, and comes back from there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from api import sessions
from api.doors import Here, Principal, principal_of
from api.noting_reads import note_read
from api.problems import SignInNeeded
from api.services import Services
from domain.actors import Role
from domain.refusals import NotEntitled
from domain.staff import stays
from models import register, staff, staff_sessions
from models.engine import DatabaseAway
from models.staff_sessions import Signed


@dataclass(frozen=True)
class Staff:
    """Somebody who is signed in: their session, the principal that the API knows them by, too, their name, and all
    roles that they may act in.
    """

    signed: Signed
    principal: Principal
    name: str
    roles: tuple[Role, ...]


async def staff_here(request: Request, here: Here) -> Staff:
    """Who is signed in. Raises SignInNeeded, and SentFromElsewhere for what another site may have sent: also without a
    session, as browsers keep its cookie back there, and we would offer that site's words to be sent again from here.
    """
    found, now = await watching_here(request, here), here.clock()
    secret = sessions.brought(request, here)
    if secret is not None and stays.is_to_note(found.signed.seen_at, now):
        with suppress(DatabaseAway):  # the page can be read all the same
            await here.database.write(lambda session: staff_sessions.touch(session, secret, now), lasting=False)
    return found


async def watching_here(request: Request, here: Here) -> Staff:
    """The same for what a page asks by itself: that it is open is no sign that somebody sits before it, so the session
    lasts no longer for it. Raises SignInNeeded, SentFromElsewhere.
    """
    if request.method not in sessions.READING:
        sessions.require_ours(request, here)
    secret = sessions.brought(request, here)
    if secret is None:
        raise SignInNeeded("nobody is signed in", remedy="sign in")
    now = here.clock()
    found = await here.database.read(lambda session: _found(session, here, secret, now))
    if found is None:
        raise SignInNeeded("the session is over", remedy="sign in again")
    return found


def _found(session: Session, here: Here, secret: str, now: datetime) -> Staff | None:
    signed = staff_sessions.found(session, secret, now)
    if signed is None:
        return None
    person = register.person(session, signed.person)
    (record,) = register.reveal_persons(session, here.vault, [person])
    return Staff(signed, principal_of(signed), record.name or "", staff.roles_of(session, signed.person))


SignedIn = Annotated[Staff, Depends(staff_here)]
"""For pages that show nothing but what is the person's own: what they read there is noted nowhere."""


def only(
    *roles: Role, shows: str | None = None, by_itself: bool = False
) -> Callable[[Request, Services, Staff], Awaitable[Staff]]:
    """A dependency that lets in whoever acts in one of these roles now, and notes what auditors read, as the API does.
    A page `shows` the part of the house that its address names, or else the one that is named here; what a page asks
    `by_itself` keeps no session alive. Raises NotEntitled for others.
    """
    signed_in = watching_here if by_itself else staff_here

    async def check(request: Request, here: Here, who: Staff = Depends(signed_in)) -> Staff:
        if who.principal.role not in roles:
            raise NotEntitled(f"this page is for: {', '.join(roles)}", remedy="act in another role, if you have it")
        if who.principal.role is Role.AUDITOR:
            await note_read(here, request, who.principal.id, shows)
        return who

    return check
