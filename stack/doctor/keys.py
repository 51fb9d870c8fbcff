"""The key file: whether it is there, kept from others, and the one that the vault was sealed with."""

from __future__ import annotations

import asyncio

from sqlmodel import Session

from models import sampling
from models.engine import Database, DatabaseAway
from models.keys import KeyFileOpen, KeyFileUnusable, KeyRing
from models.migrate import Tables, tables
from stack.doctor.database import is_missing
from stack.doctor.findings import Finding, fault, warning, well
from stack.settings import Settings

PART = "key file"
_THE_RIGHT_ONE = "restore the key file that belongs to this database from its backup; never make a new one for it"
_MAKE_ONE = "make it as docs/operations.md says under Install, and keep a copy away from the backups of the database"


async def examine(settings: Settings, database: Database | None) -> list[Finding]:
    """Read the key file, and try it on one sealed value and one letter."""
    try:
        ring = await asyncio.to_thread(KeyRing.load, settings.keys)
    except KeyFileUnusable as unusable:
        if isinstance(unusable, KeyFileOpen):
            return [fault(PART, f"{settings.keys} can be read by everybody", f"chmod 600 {settings.keys}")]
        in_production, is_sealed = settings.environment == "production", await _holds_sealed(settings, database)
        if settings.keys.exists() or is_sealed or (in_production and is_sealed is None):
            return [fault(PART, str(unusable), _THE_RIGHT_ONE)]
        none_yet = f"there is none yet at {settings.keys}"
        if in_production:
            return [fault(PART, none_yet, _MAKE_ONE)]
        return [warning(PART, none_yet, "nothing: the first start makes it; then back it up")]
    return [well(PART, f"{settings.keys} holds keys, and others cannot read it"), await _tried(ring, database)]


async def _tried(ring: KeyRing, database: Database | None) -> Finding:
    def opens(session: Session) -> tuple[bool | None, bool | None]:
        if tables(session) is not Tables.CURRENT:
            return None, None
        return sampling.opens_the_vault(session, ring), sampling.makes_the_links(session, ring)

    try:
        if database is None:
            raise DatabaseAway
        vault, links = await database.read(opens)
    except DatabaseAway:
        return warning(PART, "whether it opens the vault could not be tried", "see what is said of the database")
    if vault is False:
        return fault(
            PART, "it does not open the vault of this database, whose names and texts stay shut", _THE_RIGHT_ONE
        )
    if links is False:
        return fault(PART, "links in letters that went out were made with another key", _THE_RIGHT_ONE)
    return well(PART, "nothing is sealed yet that it could be tried on" if vault is None else "it opens the vault")


async def _holds_sealed(settings: Settings, database: Database | None) -> bool | None:
    """Whether the database holds anything sealed; None where it does not tell."""
    if database is None:
        return False if is_missing(settings) else None
    try:
        return await database.read(lambda session: tables(session) is not Tables.NONE and sampling.is_sealed(session))
    except DatabaseAway:
        return None
