"""Temporal, the workers or the database are away: reading goes on where it can, nobody waits in vain, and what was
taken before is written once when they are back.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy.engine import make_url
from sqlmodel import Session, col, select
from temporalio.api.enums.v1 import EventType

from models.tables import Initiative, LedgerEntry, PrivateValue
from tests.fixtures.audit import stored
from tests.fixtures.bare_models import bare
from tests.fixtures.careful import Spoken
from tests.fixtures.databases import ON_POSTGRES, ON_SQLITE
from tests.fixtures.faults import World

pytestmark = [pytest.mark.server, pytest.mark.timeout(120)]

on_sqlite = pytest.mark.parametrize("database_url", ON_SQLITE, indirect=True)
on_postgres = pytest.mark.parametrize("database_url", ON_POSTGRES, indirect=True)

Note = Callable[[str, object], None]

IN_TIME = 5.0  # seconds until a write is told that Temporal is away
READS = ("/initiatives", "/initiatives/{}", "/initiatives/{}/history", "/initiatives/{}/letters")
ACCEPTED = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED
WAITS = EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
TOLD = {503: "urn:talkoot:Unavailable", 504: "urn:talkoot:StillWorking"}


@dataclass(frozen=True)
class Heard:
    """What came back for a request that was sent one time, and after how many seconds."""

    answer: httpx.Response
    seconds: float

    def says_again(self, status: int) -> None:
        """Raise AssertionError unless it tells by this status when and how to try again."""
        assert (self.answer.status_code, self.answer.json()["type"]) == (status, TOLD[status]), self.answer.text
        assert int(self.answer.headers["Retry-After"]) >= 1
        assert self.answer.json()["remedy"].endswith(("same Idempotency-Key: it counts once", "with the same key"))


async def heard(world: World, spoken: Spoken) -> Heard:
    """Send something one time, and measure."""
    headers = {"Authorization": f"Bearer {world.careful.api_key}", "Idempotency-Key": spoken.key}
    began = time.monotonic()
    answer = await world.careful.client.post(f"/api/v1{spoken.path}", json=spoken.body, headers=headers)
    return Heard(answer, time.monotonic() - began)


def declines(world: World, initiative: str, seat: int) -> Spoken:
    """An answer with a text: a seat declines, and says why."""
    path, body = world.answer(initiative, seat, "no")
    return world.careful.spoken(path, body | {"reason": "Emme ehdi tänä vuonna."})


async def texts_of(world: World, spoken: Spoken) -> list[str]:
    """The texts of a command that the vault holds: each `kept` for good, or only `pending`."""

    def read(session: Session) -> list[str]:
        confirmed = select(PrivateValue.confirmed_at).where(PrivateValue.command_key == spoken.command_key)
        return ["kept" if at else "pending" for at in session.exec(confirmed)]

    return await world.database.read(read)


async def taken(world: World, spoken: Spoken) -> dict[str, Any]:
    """Insist until it is taken; the content of the only entry that the command led to first."""
    await world.careful.insist(spoken)
    assert spoken.acknowledged
    assert spoken.heard is not None

    def read(session: Session) -> list[str]:
        entries = select(LedgerEntry.bytes_text).where(col(LedgerEntry.command_key) == spoken.command_key)
        return list(session.exec(entries))

    [text] = await world.database.read(read)
    assert await texts_of(world, spoken) == ["kept"]
    content: dict[str, Any] = json.loads(text)
    return content


@asynccontextmanager
async def without_temporal(world: World, how: str) -> AsyncIterator[None]:
    """Dead, or alive and silent."""
    if how == "silent":
        world.temporal.stop_and_go(stopped=True)
        try:
            yield
        finally:
            world.temporal.stop_and_go(stopped=False)
        return
    world.temporal.kill()
    try:
        yield
    finally:
        await world.temporal.start()


async def through_without_temporal(world: World, how: str) -> float:
    """Reading, answering and starting while Temporal is away, and again when it is back; the longest that a write took
    to be told.
    """
    await world.work()
    initiative = await world.start(bare("convening"))
    before = await stored(world.database, initiative)
    no = declines(world, initiative, 0)
    start = world.careful.spoken("/initiatives", world.region.start("bare.convening", title="Laituri kylään"))
    async with without_temporal(world, how):
        writes = await asyncio.gather(heard(world, no), heard(world, start))
        for write in writes:
            write.says_again(503)
            assert write.seconds < IN_TIME
        for page in READS:
            assert (await world.careful.read(page.format(initiative))).status_code == 200
        assert await stored(world.database, initiative) == before
        assert await world.database.read(lambda session: session.get(Initiative, f"i{start.command_key}")) is None
        assert [await texts_of(world, spoken) for spoken in (no, start)] == [["pending"], ["pending"]]
    assert (await taken(world, no))["type"] == "invitation.declined"
    assert (await taken(world, start))["type"] == "initiative.started"
    assert (await world.audited(initiative)).acknowledged == 1
    return max(write.seconds for write in writes)


@on_postgres
async def test_without_temporal_reading_works_and_writing_is_told_in_time(world: World, record_property: Note) -> None:
    seconds = await through_without_temporal(world, "dead")
    record_property(f"told that Temporal is dead, {world.database.dialect}", f"after {seconds:.1f} s")


@on_sqlite
async def test_with_a_temporal_that_says_nothing_any_more_it_is_the_same(world: World, record_property: Note) -> None:
    seconds = await through_without_temporal(world, "silent")
    record_property(f"told that Temporal is silent, {world.database.dialect}", f"after {seconds:.1f} s")


@on_sqlite
async def test_without_a_worker_a_retry_counts_once_and_keeps_its_time(world: World) -> None:
    worker = await world.work()
    initiative = await world.start(bare("convening"))
    await worker.kill()
    world.services.patience = timedelta(seconds=2.2)
    no, earliest = declines(world, initiative, 0), datetime.now(UTC)
    (await heard(world, no)).says_again(504)
    latest = datetime.now(UTC)
    (await heard(world, no)).says_again(504)
    await world.work()
    entry = await taken(world, no)
    assert no.heard is not None
    assert earliest <= datetime.fromisoformat(no.heard.json()["received_at"]) <= latest
    assert datetime.fromisoformat(entry["received"]) == datetime.fromisoformat(no.heard.json()["received_at"])
    assert datetime.fromisoformat(entry["time"]) > latest
    assert (await world.audited(initiative)).acknowledged == 1


@contextmanager
def without_database(url: str) -> Iterator[None]:
    """SQLite: somebody else writes and does not end. PostgreSQL: it takes no connections, and has cut those it had."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(address.database), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    name = address.database
    others = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    beside = address.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(beside, autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
        try:
            admin.execute(others.encode())
            yield
        finally:
            admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())


async def accepted_and_waiting(world: World, initiative: str) -> None:
    """Wait until the workflow has accepted an answer, and left its append to an activity that tries until it can."""
    run = world.services.temporal.get_workflow_handle(initiative)
    for _ in range(200):
        happened = {event.event_type for event in (await run.fetch_history()).events}
        if {ACCEPTED, WAITS} <= happened:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("no answer waits for the database")


async def through_without_database(world: World) -> float:
    """One answer is on its way to a worker when the database goes, another comes while it is away; the seconds from its
    return until the first was answered.
    """
    worker = await world.work()
    initiative = await world.start(bare("convening"))
    await worker.kill()
    world.services.patience = timedelta(seconds=30)
    early, late = declines(world, initiative, 0), declines(world, initiative, 1)
    waiting = asyncio.create_task(heard(world, early))
    for _ in range(100):
        if await texts_of(world, early):  # from here on the API needs no database until it is answered
            break
        await asyncio.sleep(0.02)
    with without_database(world.database_url):
        await world.work()
        told, _ = await asyncio.gather(heard(world, late), accepted_and_waiting(world, initiative))
        told.says_again(503)
        assert not waiting.done()
    returned = time.monotonic()
    first = (await waiting).answer
    seconds = time.monotonic() - returned
    assert first.status_code == 200, first.text
    assert await texts_of(world, late) == []
    for spoken in (early, late):
        assert (await taken(world, spoken))["type"] == "invitation.declined"
    assert early.heard is not None
    assert early.heard.json() == first.json()
    assert (await world.audited(initiative)).acknowledged == 2
    return seconds


async def test_without_the_database_what_was_taken_waits_and_new_answers_are_told(
    world: World, record_property: Note
) -> None:
    seconds = await through_without_database(world)
    record_property(f"answered when the database was back, {world.database.dialect}", f"after {seconds:.1f} s")
