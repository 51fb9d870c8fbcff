"""First steps: while nobody can administer, a start prints an address by which somebody comes to be able to; and where
no mail goes out, as in the demo, addresses for the staff there is.
"""

from __future__ import annotations

from collections.abc import Sequence
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

    return _address(public_url, await database.write(make))


async def addresses_of(database: Database, keys: KeyRing, public_url: str, persons: Sequence[str]) -> list[str]:
    """For each of these people an address that signs them in, once, within an hour."""

    def make(session: Session) -> list[str]:
        now = datetime.now(UTC)
        return [sign_in_links.make(session, keys, LinkFor.PRINTED, person, "fi", now) for person in persons]

    return [_address(public_url, token) for token in await database.write(make)]


def _address(public_url: str, token: str) -> str:
    return f"{public_url.rstrip('/')}/sign-in/{token}"
