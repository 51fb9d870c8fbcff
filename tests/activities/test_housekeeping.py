"""The housekeeper clears away what is old and pending, nothing else, and outlives a database that is away."""

from __future__ import annotations

import asyncio
import secrets
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from sqlmodel import Session

from activities.housekeeping import PENDING_KEPT, STAMPS_KEPT, Cleared, Housekeeper
from models import idempotency, takings
from models.append import Proposal, append
from models.engine import Database, DatabaseAway
from models.vault import Vault
from tests.fixtures.pens import STARTED, unwritten
from tests.fixtures.region import enrol

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
A_MOMENT = timedelta(seconds=1)
ID = STARTED.charter.initiative


@pytest.fixture
async def keeper(database: Database) -> Housekeeper:
    """The keeper of a pending text, a confirmed one, and a stamp, all of `NOW`."""
    vault = Vault(secrets.token_bytes(32))

    def enter(session: Session) -> None:
        for key in ("pending", "confirmed"):
            vault.put_pending(session, "person:1", "need.text", "Tie.", key, NOW)
        vault.confirm(session, ["confirmed"], NOW)
        idempotency.claim(session, "key-1", "POST /a", "b1", "c1", NOW, timedelta(seconds=30))

    await database.write(enter)
    return Housekeeper(database, vault, clock=lambda: NOW + STAMPS_KEPT + A_MOMENT)


async def test_what_is_old_goes_and_the_rest_stays(keeper: Housekeeper) -> None:
    assert await keeper.one_pass(NOW + PENDING_KEPT) == Cleared(0, 0, 0)
    assert await keeper.one_pass(NOW + PENDING_KEPT + A_MOMENT) == Cleared(1, 0, 0)
    assert await keeper.one_pass(NOW + STAMPS_KEPT) == Cleared(0, 0, 0)
    assert await keeper.one_pass(NOW + STAMPS_KEPT + A_MOMENT) == Cleared(0, 1, 0)
    assert await keeper.one_pass(NOW + 100 * STAMPS_KEPT) == Cleared(0, 0, 0)


async def test_a_database_that_is_away_keeps_it_only_for_a_while(
    keeper: Housekeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("activities.housekeeping._LONGEST_BACK_OFF", 0.01)
    write, failures = keeper.database.write, [RuntimeError("odd"), DatabaseAway("away")]

    async def write_later(work):
        if failures:
            raise failures.pop()
        return await write(work)

    monkeypatch.setattr(keeper.database, "write", write_later)
    with structlog.testing.capture_logs() as logged:
        running = asyncio.create_task(keeper.run())
        for _ in range(1000):
            if len(logged) == 3:
                break
            await asyncio.sleep(0.01)
        running.cancel()
    assert [line["log_level"] for line in logged] == ["warning", "error", "info"]
    assert (logged[-1]["texts"], logged[-1]["stamps"]) == (1, 1)


async def test_a_start_that_never_happened_lets_go_of_its_seats_and_one_that_did_keeps_them(database: Database) -> None:
    vault = Vault(secrets.token_bytes(32))

    def enter(session: Session) -> str:
        region = enrol(session, vault, 1)
        session.flush()  # what is inserted past the mapper does not see to it
        for initiative in ("i_lost", ID):
            takings.take_in(session, initiative, region.mandate, region.seats, NOW.date())
        append(session, vault, Proposal(ID, 0, unwritten().proposed()[1]))
        return region.seats[0]

    def count(session: Session) -> int:
        return (takings.of_seat(session, seat) or (0,))[0]

    seat = await database.write(enter)
    keeper = Housekeeper(database, vault)
    assert (await keeper.one_pass(NOW + PENDING_KEPT)).takings == 0
    assert await database.read(count) == 2
    assert (await keeper.one_pass(NOW + PENDING_KEPT + timedelta(days=1))).takings == 1
    assert (await keeper.one_pass(NOW + 100 * PENDING_KEPT)).takings == 0
    assert await database.read(count) == 1
