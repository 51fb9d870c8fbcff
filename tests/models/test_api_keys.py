"""API keys of programs."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from models.api_keys import create, has_shape, listed, needs_touch, revoke, touch, verify
from models.engine import Database
from models.states import KeyRole
from models.tables import ApiKey

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)


async def made(database: Database, **more: object) -> str:
    return await database.write(lambda s: create(s, KeyRole.COORDINATOR, "koordinaattori", NOW, **more))


async def found(database: Database, key: str, now: datetime = NOW) -> ApiKey | None:
    return await database.read(lambda s: verify(s, key, now))


async def test_a_key_opens_and_its_secret_is_not_kept(database: Database) -> None:
    key = await made(database)
    assert re.fullmatch(r"tk_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", key)
    row = await found(database, key)
    assert row is not None
    assert row.role is KeyRole.COORDINATOR
    assert key.split("_", 2)[2] not in row.model_dump_json()


async def test_a_changed_or_made_up_key_opens_nothing(database: Database) -> None:
    key = await made(database)
    mark, key_id, secret = key.split("_", 2)
    wrong = [f"{mark}_{key_id}_{secret[:-1]}", f"tx_{key_id}_{secret}", f"{mark}_000000000000_{secret}", key_id]
    for each in [*wrong, f"{mark}_{key_id}_", "", "tk__", "tk_ä_ö"]:
        assert await found(database, each) is None


def test_a_token_of_a_link_that_begins_like_a_key_is_none() -> None:
    assert has_shape("tk_0123456789ab_secret")
    assert not has_shape("tk_dJeVsLaYZHN7")


async def test_a_key_ends_when_it_expires(database: Database) -> None:
    end = NOW + timedelta(days=1)
    key = await made(database, expires_at=end)
    assert await found(database, key, end - timedelta(microseconds=1)) is not None
    assert await found(database, key, end) is None


async def test_a_revoked_key_ends_at_once_while_the_other_one_lives(database: Database) -> None:
    old, new = await made(database), await made(database)
    key_id = old.split("_")[1]
    assert await database.write(lambda s: revoke(s, key_id, NOW))
    assert not await database.write(lambda s: revoke(s, key_id, NOW))
    assert not await database.write(lambda s: revoke(s, "none", NOW))
    assert await found(database, old) is None
    assert await found(database, new) is not None
    assert len(await database.read(listed)) == 2


@pytest.mark.parametrize(("seconds", "recorded"), [(59, 0), (60, 60)])
async def test_use_is_recorded_at_most_once_a_minute(database: Database, seconds: int, recorded: int) -> None:
    key = await made(database)
    row = await found(database, key)
    assert row is not None
    assert needs_touch(row, NOW)
    await database.write(lambda s: touch(s, row.id, NOW))
    later = NOW + timedelta(seconds=seconds)
    await database.write(lambda s: touch(s, row.id, later))
    again = await found(database, key)
    assert again is not None
    assert again.last_used_at == NOW + timedelta(seconds=recorded)
    assert not needs_touch(again, later)
