"""The keys of an installation: those of its key file, which must be the ones that its database was sealed with."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from sqlmodel import Session

from models import sampling
from models.dialects import database_url, is_sqlite
from models.engine import Database, DatabaseAway
from models.keys import KeyFileUnusable, KeyRing, lacks_signing, write_down
from models.migrate import Tables, tables
from stack.safe_settings import is_guessable
from stack.settings import Settings

_THE_RIGHT_ONE = "Restore the key file that belongs to this database from its backup; never make a new one for it."


def key_ring(settings: Settings) -> KeyRing:
    """The keys from the key file. It is made at first use in development only; in production its absence is an error.

    Raises KeyFileUnusable.
    """
    ring = KeyRing.load(settings.keys, create=settings.environment == "development")
    if settings.environment == "production" and any(map(is_guessable, (ring.master, ring.link))):
        raise KeyFileUnusable(f"{settings.keys} holds a key that can be guessed: it was not made by 'talkoot'.")
    if lacks_signing(settings.keys):
        with suppress(OSError):  # it may be for reading only: then the key follows from the master key at each start
            write_down(settings.keys, signing=ring.signing)
    return ring


def fitting_keys(settings: Settings, database: Database) -> KeyRing:
    """The same, once it is seen that they open this database, and made its letters' links: under other keys what is
    there would stay shut, and what comes would lie beside it, sealed by them. A database that is away is not asked.

    Raises KeyFileUnusable, and DatabaseAway rather than make a file for a database that cannot be asked.
    """
    is_there = settings.keys.exists()
    if not is_there and _is_yet_to_be_made(settings):
        return key_ring(settings)
    try:
        if not is_there and database.read_now(_is_sealed):
            raise KeyFileUnusable(f"{settings.keys} is missing, and names and texts lie sealed. {_THE_RIGHT_ONE}")
        ring = key_ring(settings)
        amiss = database.read_now(lambda session: _amiss(session, ring)) if is_there else None
        if amiss is not None:
            raise KeyFileUnusable(f"{settings.keys} {amiss}. {_THE_RIGHT_ONE}")
    except DatabaseAway:
        if not is_there:
            raise
        return KeyRing.load(settings.keys)
    return ring


def _is_yet_to_be_made(settings: Settings) -> bool:
    url = database_url(settings.database)
    return is_sqlite(url) and not Path(str(url.database)).exists()


def _is_sealed(session: Session) -> bool:
    return tables(session) is not Tables.NONE and sampling.is_sealed(session)


def _amiss(session: Session, ring: KeyRing) -> str | None:
    """What these keys do not fit of the database; None when nothing tells that they do not."""
    if tables(session) is not Tables.CURRENT:
        return None
    if sampling.opens_the_vault(session, ring) is False:
        return "does not open the vault of this database"
    if sampling.makes_the_links(session, ring) is False:
        return "holds another key than the links in this database's letters were made with, so that none would open"
    return None
