"""API keys of programs."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest

from domain.house import STREAM, HouseEvent
from domain.ledger.entries import decode
from domain.refusals import Malformed
from models.api_keys import AlreadyRotated, create, has_shape, id_of, listed, needs_touch, revoke, rotate, touch, verify
from models.append import entries_of_types
from models.engine import Database
from models.scopes import OF_ROLE, Scope, granted, narrowed
from models.states import KeyRole
from models.tables import ApiKey

DAY = timedelta(days=1)
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


async def test_a_key_that_is_rotated_opens_beside_the_new_one_for_a_while_and_then_ends(database: Database) -> None:
    scopes = frozenset({Scope.INITIATIVES_READ})
    old = await made(database, scopes=scopes, expires_at=NOW + 90 * DAY)
    later = NOW + 80 * DAY
    new = await database.write(lambda s: rotate(s, id_of(old), later))
    ends = later + 7 * DAY
    for key, end in ((old, ends), (new, later + 90 * DAY)):
        assert await found(database, key, end - DAY / 86400) is not None
        assert await found(database, key, end) is None
    row = await found(database, new, later)
    assert row is not None
    assert (row.role, row.label, row.line, row.scopes) == (
        KeyRole.COORDINATOR,
        "koordinaattori",
        id_of(old),
        "initiatives:read",
    )


async def test_of_one_line_two_keys_are_live_at_the_most(database: Database) -> None:
    first = await made(database)
    second = await database.write(lambda s: rotate(s, id_of(first), NOW))
    for live in (first, second):
        with pytest.raises(AlreadyRotated):
            await database.write(lambda s, live=live: rotate(s, id_of(live), NOW))
    assert await database.write(lambda s: revoke(s, id_of(first), NOW))
    third = await database.write(lambda s: rotate(s, id_of(second), NOW))
    assert (await found(database, third)).line == id_of(first)  # type: ignore[union-attr]
    for gone in (id_of(first), "none"):
        with pytest.raises(LookupError):
            await database.write(lambda s, gone=gone: rotate(s, gone, NOW))


async def test_of_several_who_rotate_a_key_at_once_one_does(database: Database) -> None:
    key = await made(database)
    tries = (database.write(lambda s: rotate(s, id_of(key), NOW)) for _ in range(5))
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert [type(one) for one in ended if not isinstance(one, str)] == [AlreadyRotated] * 4
    assert len(await database.read(listed)) == 2


async def test_the_house_tells_of_every_key_that_is_made_replaced_and_ended(database: Database) -> None:
    old = await made(database, scopes=frozenset({Scope.REGISTER_READ}))
    new = await database.write(lambda s: rotate(s, id_of(old), NOW, overlap=DAY, by="key:admin"))
    await database.write(lambda s: revoke(s, id_of(old), NOW))
    entries = await database.read(lambda s: entries_of_types(s, STREAM, ("key.made", "key.ending", "key.revoked")))
    told = [decode(entry.text, HouseEvent) for entry in entries]
    assert [(one.event.KIND, one.actor) for one in told] == [
        ("key.made", "operator"),
        ("key.made", "key:admin"),
        ("key.ending", "key:admin"),
        ("key.revoked", "operator"),
    ]
    assert [vars(one.event).get("replaces") for one in told] == [None, id_of(old), None, None]
    assert not any(secret.split("_", 2)[2] in entry.text for entry in entries for secret in (old, new))


@pytest.mark.parametrize("role", KeyRole)
def test_a_key_never_has_more_than_its_role(role: KeyRole) -> None:
    assert granted(role, None) == OF_ROLE[role]
    assert granted(role, " ".join(Scope)) == OF_ROLE[role]
    assert granted(role, "") == frozenset()
    assert granted(role, "initiatives:own-the-world") == frozenset()
    for others in (set(Scope) - OF_ROLE[role], {"admin "}, set()):
        with pytest.raises(Malformed) as refused:
            narrowed(role, [str(one) for one in others])
        assert all(scope in refused.value.remedy for scope in OF_ROLE[role])
