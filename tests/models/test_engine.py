"""Transactions, the one writer, and a database that goes away."""

from __future__ import annotations

import asyncio
import contextvars
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, func, select

from models.engine import Database, DatabaseAway
from models.tables import Person, RegisterSeat
from tests.fixtures.databases import POSTGRES, PostgresHere

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)


def a_person(number: int) -> Person:
    return Person(id=f"per_{number}", name_ref="c0ffee", language="fi")


def add(number: int):
    return lambda session: session.add(a_person(number))


def count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Person)).one()


async def test_a_write_is_committed_and_its_objects_stay_readable(database: Database) -> None:
    def write(session: Session) -> Person:
        row = a_person(1)
        session.add(row)
        return row

    assert (await database.write(write)).language == "fi"
    assert (await database.read(lambda s: s.get_one(Person, "per_1"))).name_ref == "c0ffee"


async def test_a_write_that_raises_leaves_nothing_behind(database: Database) -> None:
    def write(session: Session) -> None:
        session.add(a_person(1))
        session.flush()
        raise RuntimeError("thought better of it")

    with pytest.raises(RuntimeError):
        await database.write(write)
    assert await database.read(count) == 0


async def test_a_read_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        await database.read(add(1))


async def test_a_broken_constraint_is_not_taken_for_an_absent_database(database: Database) -> None:
    await database.write(add(1))
    with pytest.raises(IntegrityError):
        await database.write(add(1))
    orphan = RegisterSeat(
        id="seat_1", organisation_id="org_none", role_title="x", holder_id="per_1", term_from=date(2026, 1, 1)
    )
    with pytest.raises(IntegrityError):
        await database.write(lambda s: s.add(orphan))


@pytest.mark.usefixtures("waited_disk")
async def test_what_need_not_last_is_seen_by_all_and_not_waited_for(database: Database) -> None:
    await database.write(add(1), lasting=False)
    await database.write(add(2))
    assert await database.read(count) == 2
    if database.dialect == "sqlite":
        synchronous = text("PRAGMA synchronous")
        for lasting, waits in ((True, 2), (False, 1), (False, 1), (True, 2)):  # 2: until it is on the disk
            assert await database.write(lambda s: s.execute(synchronous).scalar_one(), lasting=lasting) == waits


async def test_what_need_not_last_outlives_the_process_that_wrote_it(database: Database, database_url: str) -> None:
    killed = f"""
import asyncio, os, signal
from models.engine import Database
from models.tables import Person
row = Person(id="per_1", name_ref="c0ffee", language="fi")
asyncio.run(Database.open({database_url!r}).write(lambda session: session.add(row), lasting=False))
os.kill(os.getpid(), signal.SIGKILL)
"""
    ended = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", killed], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert await database.read(count) == 1


async def test_many_threads_and_tasks_write_at_once_and_nobody_finds_the_database_locked(database: Database) -> None:
    def from_a_thread(number: int) -> None:
        database.write_now(add(number))

    with ThreadPoolExecutor(8) as threads:
        waiting = [asyncio.wrap_future(threads.submit(from_a_thread, number)) for number in range(200)]
        await asyncio.gather(*waiting, *(database.write(add(number)) for number in range(200, 400)))
    assert await database.read(count) == 400


def test_two_openings_of_one_database_write_by_turns(database_url: str) -> None:
    """As two processes would: each has its own writer."""
    one, two = Database.open(database_url), Database.open(database_url)

    def look_and_add(number: int):
        return lambda session: (count(session), add(number)(session))

    with ThreadPoolExecutor(8) as threads:
        writes = [threads.submit((one, two)[number % 2].write_now, look_and_add(number)) for number in range(200)]
        assert [write.exception() for write in writes] == [None] * 200
    assert two.read_now(count) == 200
    one.close_now()
    two.close_now()


async def test_a_read_sees_one_moment_while_others_write(database: Database) -> None:
    begun, written = threading.Event(), threading.Event()

    def read_twice(session: Session) -> tuple[int, int]:
        before = count(session)
        begun.set()
        written.wait(5)
        return before, count(session)

    reading = asyncio.ensure_future(database.read(read_twice))
    await asyncio.to_thread(begun.wait, 5)
    await database.write(add(1))
    written.set()
    assert await reading == (0, 0)


async def test_the_ids_of_a_request_reach_the_thread(database: Database) -> None:
    request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id")
    request_id.set("r-1")
    assert await database.write(lambda _: request_id.get()) == "r-1"


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/none", "sqlite:////nowhere/at/all.db"])
async def test_an_absent_database_is_said_soon_and_in_one_typed_way(url: str) -> None:
    database = Database.open(url)
    for work in (database.write, database.read):
        with pytest.raises(DatabaseAway):
            await asyncio.wait_for(work(count), 5)
    await database.close()


def test_sqlite_locked_by_another_program_is_away(tmp_path: Path, sqlite_template: Path, monkeypatch) -> None:
    monkeypatch.setattr("models.dialects.BUSY_SECONDS", 0.05)
    monkeypatch.setattr("models.dialects._SQLITE_PRAGMAS", ("PRAGMA busy_timeout=50",))
    file = tmp_path / "talkoot.db"
    file.write_bytes(sqlite_template.read_bytes())
    holder, late = Database.open(f"sqlite:///{file}"), Database.open(f"sqlite:///{file}")

    def hold(session: Session) -> None:
        session.add(a_person(1))
        session.flush()
        with pytest.raises(DatabaseAway, match="locked"):
            late.write_now(add(2))
        assert late.read_now(count) == 0

    holder.write_now(hold)
    assert late.read_now(count) == 1
    holder.close_now()
    late.close_now()


@pytest.mark.parametrize("database_url", [POSTGRES], indirect=True)
async def test_a_connection_cut_inside_a_write_is_away_and_the_next_write_goes_through(
    database: Database, postgres_server: PostgresHere
) -> None:
    def cut(session: Session) -> None:
        session.add(a_person(1))
        session.flush()
        mine = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        postgres_server.act(f"SELECT pg_terminate_backend({mine})")
        count(session)

    with pytest.raises(DatabaseAway):
        await database.write(cut)
    await database.write(add(2))
    assert await database.read(count) == 1


async def test_what_was_being_written_shows_in_no_error_message(database: Database) -> None:
    await database.write(add(1))
    with pytest.raises(IntegrityError) as told:
        await database.write(add(1))
    assert "c0ffee" not in str(told.value)


def test_only_sqlite_files_and_postgresql_are_accepted() -> None:
    for url in ("sqlite://", "sqlite:///:memory:", "mysql://localhost/talkoot"):
        with pytest.raises(ValueError, match="sqlite:///FILE"):
            Database.open(url)


@pytest.mark.parametrize("database_url", [POSTGRES], indirect=True)
async def test_a_database_that_takes_no_writes_is_away(database: Database) -> None:
    only = text("SET TRANSACTION READ ONLY")
    with pytest.raises(DatabaseAway, match="read-only"):
        await database.write(lambda session: (session.execute(only), add(1)(session), session.flush()))
