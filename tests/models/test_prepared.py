"""Prepared statements: they say what SQLAlchemy would, with the values' types, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.engine import Database
from models.prepared import Prepared
from models.states import StampState
from models.tables import Idempotency
from models.tables.base import rows_of

NOW = datetime(2026, 9, 1, 9, 30, 0, 250, tzinfo=UTC)
STAMPS, STAMP = rows_of(Idempotency), rows_of(Idempotency).c
WRITE = Prepared(insert(STAMPS))
BY_KEY = Prepared(select(STAMP.state, STAMP.received_at, STAMP.lease_until).where(STAMP.key == bindparam("wanted")))
FREE = Prepared(
    update(STAMPS).where(STAMP.key == bindparam("wanted"), STAMP.state == StampState.LIVE).values(state=StampState.FREE)
)


def a_stamp(key: str) -> dict[str, object]:
    said = {"key": key, "scope": "x", "body_sha256": "x", "state": StampState.LIVE}
    return said | {"received_at": NOW.astimezone(timezone(timedelta(hours=3))), "created_at": NOW}


async def test_values_go_in_and_come_out_by_the_types_of_their_columns(database: Database) -> None:
    await database.write(lambda session: WRITE.run(session, a_stamp("k1")))
    found = await database.read(lambda session: BY_KEY.first(session, {"wanted": "k1"}))
    assert found == (StampState.LIVE, NOW, None)
    assert isinstance(found[0], StampState)
    assert found[1].utcoffset() == timedelta()
    written = await database.read(lambda session: session.get_one(Idempotency, "k1"))
    assert (written.state, written.received_at) == (StampState.LIVE, NOW)


async def test_nothing_found_is_told_as_none(database: Database) -> None:
    assert await database.read(lambda session: BY_KEY.first(session, {"wanted": "k1"})) is None


async def test_what_the_statement_fixes_stays_fixed_and_the_rows_it_changes_are_counted(database: Database) -> None:
    def work(session: Session) -> list[int]:
        WRITE.run_for_each(session, [a_stamp("k1"), a_stamp("k2")])
        later = NOW + timedelta(hours=1)
        return [FREE.run(session, {"wanted": "k1", "lease_until": later}).rowcount for _ in range(2)]

    assert await database.write(work) == [1, 0]
    assert await database.read(lambda session: BY_KEY.first(session, {"wanted": "k1"})) == (
        StampState.FREE,
        NOW,
        NOW + timedelta(hours=1),
    )
    assert await database.read(lambda session: BY_KEY.first(session, {"wanted": "k2"})) == (StampState.LIVE, NOW, None)


async def test_other_columns_make_another_text_of_the_same_statement(database: Database) -> None:
    def work(session: Session) -> None:
        WRITE.run(session, a_stamp("k1"))
        WRITE.run(session, a_stamp("k2") | {"lease_until": NOW})

    await database.write(work)
    assert await database.read(lambda session: BY_KEY.first(session, {"wanted": "k2"})) == (StampState.LIVE, NOW, NOW)


async def test_a_naive_moment_and_a_row_that_is_there_are_refused_as_ever(database: Database) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        await database.write(lambda s: WRITE.run(s, a_stamp("k1") | {"created_at": datetime(2026, 9, 1)}))
    with pytest.raises(IntegrityError):
        await database.write(lambda session: WRITE.run_for_each(session, [a_stamp("k1"), a_stamp("k1")]))
    assert await database.read(lambda session: BY_KEY.first(session, {"wanted": "k1"})) is None
