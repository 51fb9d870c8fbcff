"""Late forms: what somebody typed, sent after their session's end, waits in their vault until they are back.

A page with a form asks for it by its own address as it is read (`waiting`), shows what it gets in the form, and lets go
of it once the form is taken (`let_go`).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from sqlmodel import Session

from api.services import Services
from api.web.staff.door import Staff
from models import kept_forms, staff_sessions
from models.engine import DatabaseAway


async def keep(services: Services, secret: str, address: str, typed: Mapping[str, str]) -> bool:
    """Keep it for whoever had the session with this secret; whether that is known, and it is kept."""
    now = services.clock()

    def write(session: Session) -> bool:
        person = staff_sessions.owner(session, secret)
        return person is not None and kept_forms.keep(session, services.vault, person, address, typed, now) is not None

    with suppress(DatabaseAway):
        return await services.database.write(write)
    return False


async def waiting(services: Services, who: Staff, address: str) -> dict[str, str] | None:
    """What they typed into the form at this address before they had to sign in; None if nothing waits."""
    now, person = services.clock(), who.signed.person
    return await services.database.read(lambda s: kept_forms.kept(s, services.vault, person, address, now))


async def let_go(services: Services, who: Staff, address: str) -> None:
    """Forget it: the form has been taken."""
    person = who.signed.person
    if await waiting(services, who, address) is not None:
        await services.database.write(lambda s: kept_forms.drop(s, services.vault, person, address))
