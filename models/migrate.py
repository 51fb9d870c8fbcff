"""Bring a database to the tables of this version, and say where it stands. Alembic runs in process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from models import dialects
from models.engine import DatabaseAway

T = TypeVar("T")

_SCRIPTS = Path(__file__).resolve().parent.parent / "migrations"
_LOCK = 7_426_551_903  # PostgreSQL advisory lock: two processes that start together migrate one after the other


class TablesUnknown(Exception):
    """The tables are of a newer Talkoot, or of something else; nothing has been changed."""


class Tables(StrEnum):
    """How the tables of a database stand to those that this version needs."""

    CURRENT = "current"
    NONE = "none"
    BEHIND = "behind"
    UNKNOWN = "unknown"  # of a newer Talkoot, or of something else

    @property
    def lack(self) -> str:
        """What is wrong with them; empty when nothing is."""
        return _LACKS.get(self, "")

    @property
    def remedy(self) -> str:
        """What to do about it; empty when nothing is wrong."""
        return _REMEDIES.get(self, "")


_LACKS = {
    Tables.NONE: "the database has no tables yet",
    Tables.BEHIND: "the database has the tables of an earlier version",
    Tables.UNKNOWN: "the database has tables that this version does not know",
}
_REMEDIES = {
    Tables.NONE: "run 'talkoot migrate'",
    Tables.BEHIND: "back it up, then run 'talkoot migrate'",
    Tables.UNKNOWN: "run the newer Talkoot they were made by, or restore a backup of this version's",
}


def upgrade(url: str, revision: str = "head") -> str:
    """Apply what is missing up to a revision, in one transaction; the revision reached. Creates a missing SQLite file.

    Safe to call at each start and by several processes at once. Raises DatabaseAway, TablesUnknown.
    """

    def apply(connection: Connection) -> str:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        return bring(connection, revision)

    address = dialects.database_url(url)
    if dialects.is_sqlite(address):
        Path(str(address.database)).absolute().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return _inside(url, apply)


def bring(connection: Connection, revision: str) -> str:
    """The same in the transaction of a connection, for somebody who has the database alone. Raises TablesUnknown."""
    if (found := revision_of(connection)) is not None and found not in _known():
        raise TablesUnknown(f"{Tables.UNKNOWN.lack}: {Tables.UNKNOWN.remedy}")
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    return revision_of(connection) or ""


def current(url: str) -> str | None:
    """The revision the database stands at; None before the first. Raises DatabaseAway, also without an SQLite file."""
    return _inside(url, revision_of, mode="rw")


def is_current(url: str) -> bool:
    """True when the database has exactly the tables of this version. Raises DatabaseAway."""
    return current(url) == _head()


def tables(session: Session) -> Tables:
    """How the tables stand, as this session sees them."""
    found = revision_of(session.connection())
    if found is None:
        return Tables.NONE
    if found == _head():
        return Tables.CURRENT
    return Tables.BEHIND if found in _known() else Tables.UNKNOWN


@cache
def _head() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


@cache
def _known() -> frozenset[str]:
    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config


def revision_of(connection: Connection) -> str | None:
    """The revision that the tables stand at, as this connection sees them; None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


def _inside(url: str, work: Callable[[Connection], T], mode: str = "rwc") -> T:
    with one_connection(url, mode) as connection:
        return work(connection)


@contextmanager
def one_connection(url: str, mode: str = "rw", *, snapshot: bool = False) -> Iterator[Connection]:
    """One connection in a transaction, without foreign keys enforced: SQLite changes a table by copying and dropping
    it. A `snapshot` of PostgreSQL sees one moment and writes nothing. Raises DatabaseAway.
    """
    address = dialects.database_url(url)
    engine = (
        dialects.sqlite_engine(address, size=1, begin="BEGIN IMMEDIATE", mode=mode)
        if dialects.is_sqlite(address)
        else dialects.postgresql_engine(address)
    )
    if snapshot:
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    try:
        with engine.begin() as connection:
            yield connection
    except SQLAlchemyError as error:
        if dialects.says_away(error):
            raise DatabaseAway(f"the database cannot be used now: {getattr(error, 'orig', error)}") from error
        raise
    finally:
        engine.dispose()
