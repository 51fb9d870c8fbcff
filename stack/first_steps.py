"""First steps: while nobody can administer, a start prints an address by which somebody comes to be able to."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlmodel import Session

from models import sign_in_links, staff
from models.engine import Database
from models.keys import KeyRing
from models.states import LinkFor


async def first_address(database: Database, keys: KeyRing, public_url: str) -> str | None:
    """The address that makes the first administrator, once, within an hour; None where there is one."""
    if await database.read(staff.has_administrator):
        return None

    def make(session: Session) -> str:
        return sign_in_links.make(session, keys, LinkFor.FIRST, None, "fi", datetime.now(UTC))

    return f"{public_url.rstrip('/')}/sign-in/{await database.write(make)}"
