"""All that differs between SQLite and PostgreSQL, in one place."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from sqlalchemy import Engine, QueuePool, create_engine, event, func, literal, select
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session, SQLModel

from models.prepared import Prepared
from models.tables.base import rows_of

THREADS = 4  # for reading on both, for writing on PostgreSQL; twice this many connections at most, and a few to spare
BUSY_SECONDS = 5.0  # how long a write waits for another process's write
CONNECT_SECONDS = 2

# Result codes by which SQLite says that it cannot reach or change its file now (low byte), not that we asked wrongly.
_SQLITE_AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}
_SYNCHRONOUS = "talkoot_synchronous"  # the option of a transaction, and what its connection was told last
_SQLITE_PRAGMAS = (
    "PRAGMA synchronous=FULL",
    f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}",
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA secure_delete=ON",  # an erased key must not linger in free pages
)
# A peer that vanished without a word is noticed in seconds; a stopped process does not hold its locks for ever.
_POSTGRESQL_CONNECT: dict[str, Any] = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 10_000,
    "application_name": "talkoot",
    "options": "-c timezone=UTC -c lock_timeout=10s -c statement_timeout=30s"
    " -c idle_in_transaction_session_timeout=30s",
}


def database_url(text: str) -> URL:
    """The address with the driver we use. Raises ValueError for other databases and for SQLite without a file."""
    url = make_url(text)
    if url.drivername in ("postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite":
        raise ValueError(f"{url.drivername} is not supported: use sqlite:///FILE or postgresql://…")
    if url.database in (None, "", ":memory:"):
        raise ValueError("SQLite needs a file: sqlite:///FILE")
    return url.set(drivername="sqlite+pysqlite")


def is_sqlite(url: URL) -> bool:
    """True for SQLite, false for PostgreSQL."""
    return url.get_backend_name() == "sqlite"


def sqlite_engine(url: URL, *, size: int, begin: str, mode: str = "rw", pragmas: tuple[str, ...] = ()) -> Engine:
    """An engine whose transactions start with `begin`.

    The driver's own BEGIN is switched off: it starts deferred, and a deferred transaction that turns into a write
    fails with "database is locked" whatever the busy timeout. `mode` is `rw`, or `rwc` to create a missing file.
    Transactions are waited for until they are on the disk, but for those of `unsynced`.
    """
    engine = create_engine(
        url,
        creator=_opener(str(url.database), mode),
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        _log_ahead(connection)
        for pragma in (*_SQLITE_PRAGMAS, *pragmas):
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        _wait_for_disk(connection)
        connection.exec_driver_sql(begin)

    return engine


def unsynced(engine: Engine) -> Engine:
    """The same engine, with the same connections, whose transactions on SQLite are not waited for until they are on the
    disk. A connection of their own would forget, with each transaction of the other, every page that it has read.
    """
    return engine.execution_options(**{_SYNCHRONOUS: "NORMAL"})


def _wait_for_disk(connection: Any) -> None:
    """Set how the transaction that now begins is to be waited for, where the one before it was waited for otherwise."""
    wanted = connection.get_execution_options().get(_SYNCHRONOUS, "FULL")
    if connection.info.get(_SYNCHRONOUS, "FULL") != wanted:
        connection.exec_driver_sql(f"PRAGMA synchronous={wanted}")
        connection.info[_SYNCHRONOUS] = wanted


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Turn on the write-ahead log. When several connections open a new file, all but one are told "locked" at once,
    whatever the busy timeout, so the waiting is done here.
    """
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
        time.sleep(0.02)


def _opener(file: str, mode: str) -> Callable[[], sqlite3.Connection]:
    address = f"file:{quote(str(Path(file).absolute()))}?mode={mode}"
    return lambda: sqlite3.connect(
        address, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS
    )


def postgresql_engine(url: URL) -> Engine:
    """A pooled engine; a connection that died while idle is replaced before use."""
    return create_engine(
        url,
        pool_size=2 * THREADS,
        max_overflow=THREADS,
        pool_timeout=5,
        pool_pre_ping=True,
        pool_recycle=1800,
        connect_args=_POSTGRESQL_CONNECT,
        hide_parameters=True,
    )


def says_away(error: Exception, *, reading: bool = False) -> bool:
    """True when the error means that the database cannot be used now, rather than that we asked wrongly, as by
    writing where only `reading` was asked for.
    """
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0)
        return code & 0xFF in _SQLITE_AWAY or code == sqlite3.SQLITE_READONLY_DBMOVED
    if isinstance(cause, psycopg.Error):
        if isinstance(cause, psycopg.errors.ReadOnlySqlTransaction):
            return not reading
        return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
    return False


def one_at_a_time(session: Session, lock: int) -> None:
    """Wait for other transactions that took this lock, and keep it to the end of this one. SQLite writes one by one."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(lock)))


def beside_each_other(session: Session, lock: int) -> None:
    """Wait for another transaction that took this lock `one_at_a_time`, and keep such a one waiting to the end of this
    one; others that take it in this way go on beside it. SQLite writes one by one.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock_shared(lock)))


def lock_is_ours(session: Session, lock: int, *, wait: bool) -> bool:
    """Take a lock to the end of the transaction, unless somebody else holds it; with `wait`, once they let go of it.
    On SQLite, where one transaction writes at a time, it is always ours.
    """
    if session.get_bind().dialect.name != "postgresql":
        return True
    if wait:
        one_at_a_time(session, lock)
        return True
    return bool(session.execute(select(func.pg_try_advisory_xact_lock(lock))).scalar())


@cache
def _or_leave(table: type[SQLModel], dialect: str) -> Prepared:
    """Inserting rows of a table, unless a unique key is there already: it runs with every answer."""
    return Prepared(_leaving(table, dialect))


@cache
def _told(table: type[SQLModel], dialect: str) -> Prepared:
    """The same for one row, which says whether it was inserted."""
    return Prepared(_leaving(table, dialect).returning(literal(1)))


def _leaving(table: type[SQLModel], dialect: str) -> SqliteInsert | PostgresqlInsert:
    return _into(table, dialect).on_conflict_do_nothing()


def _into(table: type[SQLModel], dialect: str) -> SqliteInsert | PostgresqlInsert:
    build = sqlite_insert if dialect == "sqlite" else postgresql_insert
    return build(rows_of(table))


def insert_into(session: Session, table: type[SQLModel]) -> SqliteInsert | PostgresqlInsert:
    """An insertion that can be told what to do where the unique key is there already."""
    return _into(table, session.get_bind().dialect.name)


def insert_many_unless_there(session: Session, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    """Insert rows in one statement; those whose unique key the table already holds are left as they are."""
    if rows:
        _or_leave(table, session.get_bind().dialect.name).run_for_each(session, rows)


def insert_unless_there(session: Session, table: type[SQLModel], **values: Any) -> bool:
    """Insert one row unless a unique key of the table already holds it; true when this call inserted it.

    On PostgreSQL it waits for a competing transaction; afterwards that row can be read.
    """
    return _told(table, session.get_bind().dialect.name).run(session, values).first() is not None
