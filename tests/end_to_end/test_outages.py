"""A part is away: reading goes on where it can, nobody waits in vain, and what was taken before is not lost."""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy.engine import make_url
from sqlmodel import col, func, select

from domain.actors import Channel, Role, Speaker
from domain.commands import Interaction
from domain.folding import fold
from domain.ledger.entries import decode
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.wire import plain
from models.tables import Idempotency
from tests.fixtures.audit import stored
from tests.fixtures.bare_models import bare
from tests.fixtures.careful import Spoken
from tests.fixtures.faults import World
from workflows.phase import Receipt

pytestmark = [pytest.mark.server, pytest.mark.timeout(120)]

IN_TIME = 5.0  # seconds until a write is told that the server is away


async def timed(request: Any) -> tuple[httpx.Response, float]:
    began = time.monotonic()
    return await request, time.monotonic() - began


async def post(world: World, path: str, body: dict[str, Any], key: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {world.careful.api_key}", "Idempotency-Key": key}
    return await world.careful.client.post(f"/api/v1{path}", json=body, headers=headers)


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
    yield
    await world.temporal.start()


@pytest.mark.parametrize("how", ["dead", "silent"])
async def test_without_temporal_reading_works_and_writing_is_told_in_time(world: World, how: str) -> None:
    await world.work()
    initiative = await world.start(bare("convening"))
    path, body = world.answer(initiative, 0)
    key = secrets.token_hex(12)
    async with without_temporal(world, how):
        for page in (f"/initiatives/{initiative}", f"/initiatives/{initiative}/history", "/initiatives"):
            assert (await world.careful.read(page)).status_code == 200
        said, started = await asyncio.gather(
            timed(post(world, path, body, key)),
            timed(post(world, "/initiatives", world.region.start("bare.convening"), "another start")),
        )
        for answer, seconds in (said, started):
            assert (answer.status_code, answer.json()["type"]) == (503, "urn:talkoot:Unavailable")
            assert int(answer.headers["Retry-After"]) >= 1
            assert seconds < IN_TIME
    spoken = await world.careful.say(path, body, key=key)
    assert spoken.acknowledged
    assert (await world.audited(initiative)).acknowledged == 1


async def test_without_a_worker_a_retry_counts_once_and_keeps_its_time(world: World) -> None:
    worker = await world.work()
    initiative = await world.start(bare("convening"))
    await worker.kill()
    path, body = world.answer(initiative, 0)
    key = secrets.token_hex(12)
    before = datetime.now(UTC)
    unanswered = await post(world, path, body, key)
    after = datetime.now(UTC)
    assert (unanswered.status_code, unanswered.json()["type"]) == (504, "urn:talkoot:StillWorking")
    assert "same Idempotency-Key" in unanswered.json()["remedy"]
    await world.work()
    spoken = await world.careful.say(path, body, key=key)
    assert spoken.heard is not None
    receipt = spoken.heard.json()
    assert before <= datetime.fromisoformat(receipt["received_at"]) <= after
    assert await stamps_of(world, receipt["received_at"]) == 1
    assert (await world.audited(initiative)).acknowledged == 1


async def stamps_of(world: World, received_at: str) -> int:
    """How many requests were first heard at this instant."""
    moment = datetime.fromisoformat(received_at)
    query = select(func.count()).select_from(Idempotency).where(col(Idempotency.received_at) == moment)
    return await world.database.read(lambda session: int(session.exec(query).one()))


@contextmanager
def without_database(url: str) -> Iterator[None]:
    """SQLite: somebody else writes and does not end. PostgreSQL: it takes no connections, and has cut those it had."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        other = sqlite3.connect(str(address.database), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.close()
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


async def test_without_the_database_what_was_taken_waits_and_new_answers_are_told(world: World) -> None:
    await world.work()
    initiative = await world.start(bare("convening"))
    folded = fold(decode(entry.text) for entry in await stored(world.database, initiative))
    seat = folded.charter.seats[0]
    by = Speaker(seat.holder, Role.PARTICIPANT, Channel.LINK, seat.id)
    interaction = Interaction(secrets.token_hex(8), by, datetime.now(UTC), plain(AnswerInvitation(Reply.YES)))
    handle = world.services.temporal.get_workflow_handle(initiative)
    path, body = world.answer(initiative, 1)
    key = secrets.token_hex(12)
    with without_database(world.database_url):
        taken = asyncio.create_task(
            handle.execute_update("interact", interaction, id=interaction.key, result_type=Receipt)
        )
        refused = await post(world, path, body, key)
        assert (refused.status_code, refused.json()["type"]) == (503, "urn:talkoot:Unavailable")
        assert "Retry-After" in refused.headers
        assert not taken.done()
    receipt = await taken
    written = {entry.command_key: entry.seq for entry in await stored(world.database, initiative)}
    assert written[interaction.key] == receipt.seq
    spoken = await world.careful.say(path, body, key=key)
    assert spoken.acknowledged
    told = httpx.Response(200, json={"seq": receipt.seq})
    world.careful.said.append(Spoken(path, {}, "", interaction.key, heard=told))
    assert (await world.audited(initiative)).acknowledged == 2
