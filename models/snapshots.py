"""Snapshots of the whole database as files, taken beside a running installation, and put back.

SQLite is one file, copied by its own means; of PostgreSQL each table is a file, all of one moment.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, func, inspect, literal, literal_column, select, table, text
from sqlmodel import SQLModel

from models import dialects
from models.migrate import bring, one_connection, revision_of

SQLITE_FILE = "talkoot.db"
_REVISIONS = "alembic_version"
_SIGNS_OF_LIFE = ("person", "organisation", "api_key", "initiative", "private_value", "letter")
_NO_LIMIT = ("SET LOCAL statement_timeout = 0", "SET LOCAL idle_in_transaction_session_timeout = 0")


@dataclass(frozen=True)
class Table:
    """A table in a snapshot: its columns in their order, and how many rows it has."""

    name: str
    columns: tuple[str, ...]
    rows: int


@dataclass(frozen=True)
class Snapshot:
    """What was taken: of which kind of database, at which revision of its tables, and each table in an order in which
    they can be filled.
    """

    dialect: str
    revision: str
    tables: tuple[Table, ...]


class NotAlike(Exception):
    """What was put back is not what was taken."""


def take(url: str, folder: Path) -> Snapshot:
    """Write a snapshot of the database, as of one moment, into the folder; nobody waits for it. Raises DatabaseAway."""
    address = dialects.database_url(url)
    if not dialects.is_sqlite(address):
        with one_connection(url, snapshot=True) as connection:
            return _taken(connection, folder)
    with closing(sqlite3.connect(folder / SQLITE_FILE)) as copy:
        with closing(sqlite3.connect(f"file:{address.database}?mode=rw", uri=True, timeout=5)) as source:
            source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    with one_connection(f"sqlite:///{folder / SQLITE_FILE}") as connection:
        return _told(connection)


def put_back(connection: Connection, snapshot: Snapshot, folder: Path) -> None:
    """Replace all that this database holds by the snapshot, in the transaction of the connection, and bring it to the
    tables of this version. On SQLite the file was copied before. Raises NotAlike.
    """
    if connection.dialect.name == "postgresql":
        _emptied(connection)
        bring(connection, snapshot.revision)
        with _without_triggers(connection, snapshot):
            names = ", ".join(_quoted(connection, one.name) for one in snapshot.tables)
            connection.execute(text(f"TRUNCATE {names}"))
            for one in snapshot.tables:
                _fill(connection, one, folder)
                _count_on(connection, one)
    found = {one.name: one.rows for one in _told(connection).tables}
    if found != {one.name: one.rows for one in snapshot.tables}:
        raise NotAlike("the tables do not hold as many rows as were taken")
    bring(connection, "head")


def copied(folder: Path, file: Path) -> None:
    """Copy the SQLite file of a snapshot to where it is to be put back."""
    shutil.copyfile(folder / SQLITE_FILE, file)
    file.chmod(0o600)


def settled(file: Path) -> None:
    """Write what an SQLite file's log holds into the file, so that it can be moved by itself."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def is_in_use(connection: Connection) -> bool:
    """Whether the database holds anything that somebody entered."""
    known = set(inspect(connection).get_table_names())
    return any(
        connection.execute(select(literal(1)).select_from(table(name)).limit(1)).first() is not None
        for name in _SIGNS_OF_LIFE
        if name in known
    )


def _taken(connection: Connection, folder: Path) -> Snapshot:
    for setting in _NO_LIMIT:
        connection.execute(text(setting))
    snapshot = _told(connection)
    for one in snapshot.tables:
        out = f"COPY {_with_columns(connection, one)} TO STDOUT"
        with _file(folder, one).open("wb") as file, _cursor(connection) as cursor, cursor.copy(out) as copy:
            for block in copy:
                file.write(block)
    return snapshot


def _fill(connection: Connection, one: Table, folder: Path) -> None:
    into = f"COPY {_with_columns(connection, one)} FROM STDIN"
    with _file(folder, one).open("rb") as file, _cursor(connection) as cursor, cursor.copy(into) as copy:
        while block := file.read(1 << 20):
            copy.write(block)


def _count_on(connection: Connection, one: Table) -> None:
    """Columns that number their rows go on after the last one."""
    for column in inspect(connection).get_columns(one.name):
        if column.get("autoincrement") is True or column.get("identity"):
            last: Select[Any] = select(func.max(literal_column(_quoted(connection, column["name"])))).select_from(
                table(one.name)
            )
            following = (connection.execute(last).scalar_one() or 0) + 1
            connection.execute(
                select(func.setval(func.pg_get_serial_sequence(one.name, column["name"]), following, False))
            )


def _told(connection: Connection) -> Snapshot:
    inspector = inspect(connection)
    ours = [one.name for one in SQLModel.metadata.sorted_tables]
    names = sorted(inspector.get_table_names(), key=lambda name: (ours.index(name) if name in ours else 999, name))
    tables = (
        Table(
            name,
            tuple(column["name"] for column in inspector.get_columns(name)),
            connection.execute(select(func.count()).select_from(table(name))).scalar_one(),
        )
        for name in names
        if name != _REVISIONS
    )
    return Snapshot(connection.dialect.name, revision_of(connection) or "", tuple(tables))


def _emptied(connection: Connection) -> None:
    """Take away all tables of the schema and the functions that guarded them."""
    for setting in _NO_LIMIT:
        connection.execute(text(setting))
    for name in inspect(connection).get_table_names():
        connection.execute(text(f"DROP TABLE {_quoted(connection, name)} CASCADE"))
    guards = text(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = current_schema() AND p.prorettype = 'trigger'::regtype"
        " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
    )
    for name in connection.execute(guards).scalars().all():
        connection.execute(text(f"DROP FUNCTION {name} CASCADE"))


@contextmanager
def _without_triggers(connection: Connection, snapshot: Snapshot) -> Iterator[None]:
    for act in ("DISABLE", "ENABLE"):
        for one in snapshot.tables:
            connection.execute(text(f"ALTER TABLE {_quoted(connection, one.name)} {act} TRIGGER USER"))
        if act == "DISABLE":
            yield


def _with_columns(connection: Connection, one: Table) -> str:
    columns = ", ".join(_quoted(connection, column) for column in one.columns)
    return f"{_quoted(connection, one.name)} ({columns})"


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)


def _cursor(connection: Connection) -> Any:
    return connection.connection.cursor()


def _file(folder: Path, one: Table) -> Path:
    return folder / f"{one.name}.copy"
