"""Words and lists of words at rest."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from domain.seats import Sector
from models.engine import Database
from models.tables import Organisation


def an_organisation(sector: str, fields: list[str]) -> Organisation:
    now = datetime(2026, 9, 1, tzinfo=UTC)
    return Organisation(id="org_1", name="Kylä ry", sector=sector, fields=fields, created_at=now)


async def test_words_come_back_as_words_and_lie_there_as_text(database: Database) -> None:
    await database.write(lambda s: s.add(an_organisation("association", ["kylä- ja paikalliskulttuuri", "sote"])))
    back = await database.read(lambda s: s.get_one(Organisation, "org_1"))
    assert back.sector is Sector.ASSOCIATION
    assert back.fields == ["kylä- ja paikalliskulttuuri", "sote"]
    raw = await database.read(lambda s: s.execute(text("SELECT sector, fields FROM organisation")).one())
    assert tuple(raw) == ("association", '["kylä- ja paikalliskulttuuri","sote"]')


async def test_an_unknown_word_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="not a valid Sector"):
        await database.write(lambda s: s.add(an_organisation("guild", [])))
