"""The keys of the demo stay, and a demo of before gets the one that it lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from cli.demo_stack import DemoKeys, keys_that_open
from models import api_keys
from models.engine import Database
from models.states import KeyRole
from models.vault import Vault

VAULT = Vault(b"v" * 32)


async def opened(database: Database, kept: DemoKeys | None) -> DemoKeys:
    return await database.write(lambda session: keys_that_open(session, VAULT, kept))


async def role_of(database: Database, key: str) -> KeyRole | None:
    row = await database.read(lambda session: api_keys.verify(session, key, datetime.now(UTC)))
    return row.role if row else None


async def test_a_key_of_the_administrator_is_added_and_all_others_stay(database: Database) -> None:
    first = await opened(database, None)
    assert await opened(database, first) == first
    of_before = replace(first, administrator="")
    now = await opened(database, of_before)
    assert (now.coordinator, now.auditor) == (first.coordinator, first.auditor)
    assert await role_of(database, now.administrator) is KeyRole.ADMIN


async def test_keys_of_another_database_are_replaced_together(database: Database) -> None:
    stranger = DemoKeys("tk_0123456789ab_x", "tk_0123456789cd_x", "tk_0123456789ef_x")
    made = await opened(database, stranger)
    keys = (made.coordinator, made.auditor, made.administrator)
    assert [await role_of(database, key) for key in keys] == [KeyRole.COORDINATOR, KeyRole.AUDITOR, KeyRole.ADMIN]
