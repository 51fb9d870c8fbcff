"""The one door to the database: a write or a read is a function of a session, and one transaction, ended here."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from models import dialects

T = TypeVar("T")


class DatabaseAway(Exception):
    """The database cannot be reached or written now: try again.

    When a connection is lost during the commit nobody can tell whether it happened, so every write must be safe to
    repeat.
    """


class Database:
    """SQLite or PostgreSQL behind one shape.

    On SQLite all writes of the process pass through one thread, one after the other; reads have their own connections
    and never wait for it. On PostgreSQL writes share a pool; a read sees one snapshot and may not write. Objects stay
    readable after their session has ended.
    """

    def __init__(self, writer: Engine, reader: Engine, writing_threads: int, hasty: Engine | None = None) -> None:
        self.dialect = writer.dialect.name
        self._writer = writer
        self._hasty = hasty or writer
        self._reader = reader
        self._writing = ThreadPoolExecutor(writing_threads, thread_name_prefix="database-write")
        self._reading = ThreadPoolExecutor(dialects.THREADS, thread_name_prefix="database-read")

    @classmethod
    def open(cls, url: str) -> Database:
        """Prepare the engines; connects at first use, creates nothing (see `models.migrate.upgrade`).

        Raises ValueError for an address that is neither SQLite with a file nor PostgreSQL.
        """
        address = dialects.database_url(url)
        if dialects.is_sqlite(address):
            keys = ("PRAGMA foreign_keys=ON",)
            writer = dialects.sqlite_engine(address, size=1, begin="BEGIN IMMEDIATE", pragmas=keys)
            only = ("PRAGMA query_only=ON",)
            reader = dialects.sqlite_engine(address, size=dialects.THREADS, begin="BEGIN", pragmas=only)
            return cls(writer, reader, writing_threads=1, hasty=dialects.unsynced(writer))
        engine = dialects.postgresql_engine(address)
        snapshot = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        return cls(engine, snapshot, writing_threads=dialects.THREADS)

    async def write(self, work: Callable[[Session], T], *, lasting: bool = True) -> T:
        """Run `work` in one transaction and commit it; whatever it raises rolls everything back.

        What need not be `lasting` is not waited for until it is on the disk (on SQLite): it outlives this process in
        any case, and a loss of power once a lasting write has followed, which takes along whatever came before it.
        Raises DatabaseAway. A cancelled caller does not stop a write that has begun.
        """
        return await self._run(self._writing, self._writer if lasting else self._hasty, work)

    async def tried(self, work: Callable[[Session], T]) -> T:
        """What `work` finds in a transaction like one of `write`, all of which is taken back. Raises DatabaseAway."""

        def taken_back(session: Session) -> T:
            found = work(session)
            session.rollback()
            return found

        return await self._run(self._writing, self._hasty, taken_back)

    async def read(self, work: Callable[[Session], T]) -> T:
        """Run `work` on one consistent view. Raises DatabaseAway."""
        return await self._run(self._reading, self._reader, work)

    def write_now(self, work: Callable[[Session], T]) -> T:
        """`write` for synchronous callers. Never call it from inside a write: on SQLite it would wait for itself."""
        return self._writing.submit(_transaction, self._writer, work).result()

    def read_now(self, work: Callable[[Session], T]) -> T:
        """`read` for synchronous callers."""
        return _transaction(self._reader, work)

    async def close(self) -> None:
        """Wait for what runs, then close all connections."""
        await asyncio.to_thread(self.close_now)

    def close_now(self) -> None:
        """`close` for synchronous callers."""
        self._writing.shutdown()
        self._reading.shutdown()
        for engine in (self._reader, self._writer):
            engine.dispose()

    async def _run(self, threads: ThreadPoolExecutor, engine: Engine, work: Callable[[Session], T]) -> T:
        # the copied context lets log lines written in the thread carry the ids of the request
        context = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(threads, context.run, _transaction, engine, work)


def _transaction(engine: Engine, work: Callable[[Session], T]) -> T:
    try:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            return work(session)
    except SQLAlchemyError as error:
        if dialects.says_away(error, reading=bool(engine.get_execution_options().get("postgresql_readonly"))):
            raise DatabaseAway(_first_line(error)) from error
        raise


def _first_line(error: SQLAlchemyError) -> str:
    """What the driver said, without the statement and its parameters, which may hold values nobody should log."""
    cause = getattr(error, "orig", None) or error
    return f"the database cannot be used now: {str(cause).strip().splitlines()[0] if str(cause) else cause!r}"
