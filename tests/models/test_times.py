"""Moments at rest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError
from sqlmodel import col, select

from models.engine import Database
from models.states import KeyRole
from models.tables import ApiKey

HELSINKI = ZoneInfo("Europe/Helsinki")


def keyed(moment: datetime, key_id: str = "1") -> ApiKey:
    return ApiKey(id=key_id, role=KeyRole.ADMIN, label="x", secret_sha256="x", created_at=moment)


def test_a_moment_comes_back_to_the_microsecond_in_utc(database_url: str) -> None:
    database = Database.open(database_url)

    @given(st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(HELSINKI)))
    def there_and_back(moment: datetime) -> None:
        database.write_now(lambda s: s.merge(keyed(moment)))
        back = database.read_now(lambda s: s.get_one(ApiKey, "1")).created_at
        assert back == moment.astimezone(UTC)
        assert back.utcoffset() == timedelta(0)

    there_and_back()
    database.close_now()


async def test_a_naive_moment_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="no time zone"):
        await database.write(lambda s: s.add(keyed(datetime(2026, 9, 1))))


async def test_the_two_moments_of_the_hour_that_a_clock_change_repeats_are_told_apart(database: Database) -> None:
    first = datetime(2026, 10, 25, 3, 30, tzinfo=HELSINKI)
    await database.write(lambda s: s.add_all([keyed(first, "1"), keyed(first.replace(fold=1), "2")]))
    kept = await database.read(lambda s: s.exec(select(ApiKey.created_at).order_by(col(ApiKey.id))).all())
    assert kept[1] - kept[0] == timedelta(hours=1)


async def test_moments_of_different_zones_are_in_the_order_of_time(database: Database) -> None:
    base = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the clocks go back in Helsinki half an hour later
    moments = [base, (base + timedelta(minutes=45)).astimezone(HELSINKI), base + timedelta(minutes=90)]
    await database.write(lambda s: s.add_all([keyed(moment, str(n)) for n, moment in enumerate(reversed(moments))]))
    ordered = await database.read(lambda s: s.exec(select(ApiKey.created_at).order_by(col(ApiKey.created_at))).all())
    assert ordered == [moment.astimezone(UTC) for moment in moments]
    after = select(ApiKey.id).where(col(ApiKey.created_at) > moments[1])
    assert await database.read(lambda s: s.exec(after).all()) == ["0"]
