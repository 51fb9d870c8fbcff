"""Noticing that somebody looks at a page: a fact of its letter, first and last, and by no GET."""

from __future__ import annotations

from contextlib import suppress

from api.services import Services
from models.engine import DatabaseAway
from models.keys import token_sha256
from models.links import is_news, see


async def noticed(services: Services, token: str) -> None:
    """The reader of this link has looked at its page. A database that cannot be written now keeps nobody from it."""
    known, now = token_sha256(token), services.clock()
    with suppress(DatabaseAway):
        if await services.database.read(lambda session: is_news(session, known, now)):
            await services.database.write(lambda session: see(session, known, now), lasting=False)
