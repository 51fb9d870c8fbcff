"""Stamps of requests."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from models.engine import Database
from models.idempotency import Claim, KeyHeld, KeyReused, claim, finish, forget, free, sweep

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(seconds=5)
LEASE = timedelta(seconds=30)


async def claimed(database: Database, now: datetime = NOW, *, scope: str = "POST /a", body: str = "b1") -> Claim:
    return await database.write(lambda s: claim(s, "key-1", scope, body, "c1", now, LEASE))


async def test_of_many_requests_at_once_exactly_one_is_fresh_and_the_others_are_told_to_wait(
    database: Database,
) -> None:
    tries = await asyncio.gather(*(claimed(database) for _ in range(20)), return_exceptions=True)
    assert [type(each) for each in tries].count(KeyHeld) == 19
    assert [each for each in tries if isinstance(each, Claim)] == [Claim(NOW, is_retry=False)]


async def test_a_freed_key_is_a_retry_with_its_first_time_of_receipt(database: Database) -> None:
    await claimed(database)
    await database.write(lambda s: free(s, "key-1", NOW + LEASE))

    def slowly(session: Session) -> Claim:
        mine = claim(session, "key-1", "POST /a", "b1", "c1", LATER, LEASE)
        time.sleep(0.1)  # so that the others come before this one commits
        return mine

    tries = await asyncio.gather(*(database.write(slowly) for _ in range(4)), return_exceptions=True)
    assert [each for each in tries if isinstance(each, Claim)] == [Claim(NOW, is_retry=True)]


async def test_a_request_that_outlived_its_lease_may_be_tried_again(database: Database) -> None:
    await claimed(database)
    with pytest.raises(KeyHeld):
        await claimed(database, NOW + LEASE - timedelta(microseconds=1))
    assert await claimed(database, NOW + LEASE) == Claim(NOW, is_retry=True)


async def test_a_request_that_has_started_an_initiative_is_done_whatever_comes(database: Database) -> None:
    await claimed(database)
    await database.write(lambda s: finish(s, "key-1", "i1"))
    await database.write(lambda s: (free(s, "key-1", NOW + LEASE), forget(s, "key-1", NOW + LEASE)))
    assert await claimed(database, LATER) == Claim(NOW, is_retry=True, is_done=True)


async def test_a_refused_request_is_forgotten_and_may_come_anew(database: Database) -> None:
    await claimed(database)
    assert await database.write(lambda s: forget(s, "key-1", NOW + LEASE))
    assert await claimed(database, LATER, body="b2") == Claim(LATER, is_retry=False)


async def test_who_has_outlived_the_lease_takes_nothing_from_the_retry_that_holds_it_now(
    database: Database,
) -> None:
    await claimed(database)
    await claimed(database, NOW + LEASE)
    await database.write(lambda s: free(s, "key-1", NOW + LEASE))
    assert not await database.write(lambda s: forget(s, "key-1", NOW + LEASE))
    with pytest.raises(KeyHeld):
        await claimed(database, NOW + LEASE)
    assert await database.write(lambda s: forget(s, "key-1", NOW + 2 * LEASE))


@pytest.mark.parametrize("other", [{"body": "b2"}, {"scope": "POST /b"}])
async def test_a_key_used_for_another_request_is_refused_whatever_became_of_the_first(
    database: Database, other: dict[str, str]
) -> None:
    await claimed(database)
    with pytest.raises(KeyReused):
        await claimed(database, LATER, **other)
    await database.write(lambda s: finish(s, "key-1", "i1"))
    with pytest.raises(KeyReused):
        await claimed(database, LATER, **other)


async def test_old_stamps_are_swept(database: Database) -> None:
    await claimed(database)
    await database.write(lambda s: sweep(s, NOW))
    with pytest.raises(KeyHeld):
        await claimed(database)
    await database.write(lambda s: sweep(s, LATER))
    assert not (await claimed(database)).is_retry
