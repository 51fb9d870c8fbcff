"""The database: whether it can be reached and written, and whether its tables are those of this version."""

from __future__ import annotations

import os
from pathlib import Path

from psycopg.errors import InsufficientPrivilege, InvalidSchemaName
from sqlalchemy import make_url, text
from sqlalchemy.exc import ProgrammingError, SQLAlchemyError
from sqlmodel import Session

from models.engine import Database, DatabaseAway
from models.migrate import Tables, tables
from stack.doctor.findings import Finding, fault, warning, well
from stack.settings import Settings

PART = "database"
_UNREADABLE = (ValueError, SQLAlchemyError, OSError)
_OLDEST_POSTGRESQL = 14
_SQLITE = b"SQLite format 3\0"
_ASKED = "SELECT current_setting('server_version_num')::int, current_setting('server_encoding'), pg_is_in_recovery()"
_READ_ONLY = "SELECT current_setting('default_transaction_read_only')"
_ESCAPED = "in user name and password write @ as %40, / as %2F, : as %3A and % as %25"
_AWAY = "see that it runs, and that TALKOOT_DATABASE_URL names the right one, with the right password"


def opened(settings: Settings) -> Database | None:
    """The database that the settings name; None where the address is none, or an SQLite file is not there or shut."""
    try:
        file = _file(settings)
        return Database.open(settings.database) if file is None or _is_sqlite(file) else None
    except _UNREADABLE:  # told by `examine`, without quoting it
        return None


def is_missing(settings: Settings) -> bool:
    """Whether the settings name an SQLite file that is not there."""
    try:
        file = _file(settings)
    except _UNREADABLE:
        return False
    return file is not None and not file.exists()


_GRANTS = (
    "grant it what docs/operations.md names, as the role that owns the tables, and run 'talkoot migrate' as that role"
)


async def examine(settings: Settings, database: Database | None) -> list[Finding]:
    """Connect, look at the tables, and begin a write that changes nothing."""
    if database is None:
        return [_not_opened(settings)]
    url = make_url(settings.database)
    if "@" in str(url.database) and url.get_backend_name() == "postgresql":  # a part of it may be of the password
        return [fault(PART, "TALKOOT_DATABASE_URL has more than one @", _ESCAPED)]
    name = url.render_as_string(hide_password=True).partition("?")[0]
    try:
        standing = await database.read(tables)
        found = [well(PART, f"{name} answers"), *await _serving(database)]
        await database.write(lambda session: None)
    except DatabaseAway as away:
        return [fault(PART, f"{name}: {away}", _AWAY)]
    except ProgrammingError as error:
        if not isinstance(error.orig, InsufficientPrivilege | InvalidSchemaName):
            raise
        return [fault(PART, f"{name}: its user may not use the tables", _GRANTS)]
    if standing is Tables.CURRENT:
        return [*found, well(PART, "its tables are those of this version")]
    return [*found, fault(PART, standing.lack, standing.remedy)]


def _not_opened(settings: Settings) -> Finding:
    try:
        file = _file(settings)
    except _UNREADABLE:
        file = None
    if file is None:
        shapes = "write sqlite:////absolute/file or postgresql://user:password@host:5432/database"
        return fault(PART, "TALKOOT_DATABASE_URL is no address of a database that can be used", shapes)
    if file.exists():
        if not os.access(file, os.R_OK, effective_ids=True):
            return fault(PART, f"{file} cannot be read by this user", "run this as Talkoot's own user")
        return fault(PART, f"{file} is no SQLite database, or is damaged", "restore the database from its backup")
    if not file.parent.exists() and file.parent != settings.data:
        return fault(PART, f"there is no folder {file.parent}", "make it, for Talkoot's user, or correct the address")
    if settings.environment == "development":
        return warning(PART, f"there is none yet at {file}", "the first start makes it")
    return fault(PART, f"there is no file {file}", "correct TALKOOT_DATABASE_URL, or run 'talkoot migrate' to begin")


def _file(settings: Settings) -> Path | None:
    url = make_url(settings.database)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" and url.database else None


def _is_sqlite(file: Path) -> bool:
    """Whether it is there and begins as SQLite's files do; one that is empty becomes a database."""
    if not file.is_file():
        return False
    with file.open("rb") as start:
        return start.read(len(_SQLITE)) in (_SQLITE, b"")


async def _serving(database: Database) -> list[Finding]:
    """What is amiss with a PostgreSQL that answers."""
    if database.dialect != "postgresql":
        return []

    def asked(session: Session) -> tuple[int, str, bool, bool]:
        row = session.execute(text(_ASKED)).one()
        return row[0] // 10_000, row[1], row[2], session.execute(text(_READ_ONLY)).scalar_one() == "on"

    version, encoding, standby, read_only = await database.read(asked)
    found = []
    if version < _OLDEST_POSTGRESQL:
        found.append(warning(PART, f"PostgreSQL {version} is old", f"upgrade it to {_OLDEST_POSTGRESQL} or newer"))
    if encoding != "UTF8":
        found.append(fault(PART, f"it keeps texts as {encoding}", "make it anew with the encoding UTF8"))
    if standby:
        found.append(fault(PART, "it is a standby that takes no writes", "name the primary in TALKOOT_DATABASE_URL"))
    if read_only:
        found.append(fault(PART, "it takes no writes", "set default_transaction_read_only off, for it or for its user"))
    return found
